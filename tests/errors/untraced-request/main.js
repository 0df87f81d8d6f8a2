const load = (name) => require(name);
load(process.argv[2]);
