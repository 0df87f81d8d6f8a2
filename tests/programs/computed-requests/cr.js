module.exports='cr'
