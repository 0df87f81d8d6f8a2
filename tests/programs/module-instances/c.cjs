console.log("run c"); exports.a = 1;
