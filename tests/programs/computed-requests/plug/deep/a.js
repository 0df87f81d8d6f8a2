module.exports='deep a'
