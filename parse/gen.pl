#!/usr/bin/perl
# Makes regions.tsv of the GB/T 2260 tables (GB2260_TABLES: a folder with
# 201512.tsv, 201712.tsv and 201904.tsv of cn/GB2260): code and name, each
# name a division has had, the latest last.
use strict;
use warnings;

my $dir = $ENV{GB2260_TABLES} or die "GB2260_TABLES must name the folder of the tables\n";
my (%order, %seen);
for my $revision (qw(201512 201712 201904)) {
    open my $in, '<', "$dir/$revision.tsv" or die "$revision: $!\n";
    while (<$in>) {
        s/\r?\n$//;
        my (undef, undef, $code, $name) = split /\t/;
        next unless $code =~ /^\d{6}$/ && defined $name;
        @{ $order{$code} } = grep { $_ ne $name } @{ $order{$code} // [] };
        push @{ $order{$code} }, $name;
    }
}
open my $out, '>', 'regions.tsv' or die "regions.tsv: $!\n";
for my $code (sort keys %order) {
    print $out "$code\t$_\n" for @{ $order{$code} };
}
