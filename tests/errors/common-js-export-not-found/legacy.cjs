for (const name of ['later']) exports[name] = 1;
