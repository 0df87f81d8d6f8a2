module.exports='cr2'
