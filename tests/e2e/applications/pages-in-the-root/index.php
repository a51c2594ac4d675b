<?php // Proves that Apache with PHP in it serves the root.
echo "pages by PHP ", 6 * 7, "\n";
