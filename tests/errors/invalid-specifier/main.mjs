import '@scope';
