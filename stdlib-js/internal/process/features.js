'use strict';
// `process.features`: what this build can do, in Node's words.
// https://nodejs.org/docs/latest-v24.x/api/process.html#processfeatures

const features = {
  inspector: false,
  debug: false,
  uv: true,
  ipv6: true,
  tls_alpn: true,
  tls_sni: true,
  tls_ocsp: true,
  tls: true,
  openssl_is_boringssl: false,
  cached_builtins: true,
  require_module: true,
  typescript: false,
};

module.exports = { features };
