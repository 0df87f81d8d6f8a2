import 'pkg';
