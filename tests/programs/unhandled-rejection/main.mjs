process.on("unhandledRejection", (reason) => console.log("unhandled", reason.message));
process.on("rejectionHandled", () => console.log("handled later"));
const rejected = Promise.reject(new Error("no"));
setTimeout(() => rejected.catch(() => {}), 5);
