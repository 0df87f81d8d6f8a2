import '#config';
