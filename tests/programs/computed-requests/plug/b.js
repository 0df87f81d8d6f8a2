module.exports='plug b'
