#!/bin/sh
# embed.sh NAME FILE: a text file as a constant of C.
echo "const char store_$1_sql[] ="
sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$/\\n"/' "$2"
echo ';'
