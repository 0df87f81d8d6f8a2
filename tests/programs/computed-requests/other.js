module.exports='other'
