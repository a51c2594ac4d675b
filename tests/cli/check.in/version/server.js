require('http').createServer((_, answer) => answer.end('lit')).listen(8080);
