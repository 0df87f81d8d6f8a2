module.exports='cr3'
