<?php // Proves the override that makes the directory with the pages the document root.
require __DIR__ . "/../src/Greeting.php";
echo (new Greeting())->text(), "\n";
