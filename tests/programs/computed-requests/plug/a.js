module.exports='plug a'
