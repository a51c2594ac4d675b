require('http').createServer((_, answer) => answer.end('ahoy')).listen(3000);
