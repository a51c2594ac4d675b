# Proves that one PSGI file is found and served.
use strict;
use warnings;

sub { return [200, ['Content-Type' => 'text/plain'], ["verses by PSGI\n"]] };
