'use strict';

// What `util.inspect` writes before the braces of an object: its class, its tag, its missing prototype.
// https://nodejs.org/api/util.html#utilinspectobject-options

const UPPER_CASE = /[A-Z]/;

/** `Foo [bar] `, `[Array(2): null prototype] `. */
function getPrefix(constructor, tag, fallback, size = '') {
  if (constructor === null) {
    const base = `[${fallback}${size}: null prototype] `;
    return tag !== '' && fallback !== tag ? `${base}[${tag}] ` : base;
  }
  return tag !== '' && !saysTag(constructor, tag) ? `${constructor}${size} [${tag}] ` : `${constructor}${size} `;
}

// `MySet` need not say that it is a Set; `Settings` is not one by its name.
function saysTag(constructor, tag) {
  if (constructor === tag) return true;
  const start = constructor.lastIndexOf(tag);
  if (start === -1) return false;
  const end = start + tag.length;
  return end === constructor.length || UPPER_CASE.test(constructor[end]);
}

module.exports = { getPrefix };
