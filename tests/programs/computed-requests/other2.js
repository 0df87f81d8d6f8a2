module.exports='other2'
