# corpora.awk - a corpus of any form to NDJSON documents for `dragoman code`: {"id": ..., "text": ...} a line.
#
#     awk -v form=trees|words|speeches|tokens|second|tags|lines -v every=K -f corpora.awk [FILE]
#
# trees: "# text = " of CoNLL-U, a document from "# newdoc" on; words: a word a line, a sentence ends at a blank
# line or a full stop; speeches: "# NAME" opens a document; tokens: ECB+'s <token>; second: the second column of a table; tags: XML
# of texts; lines: such documents already. A document is cut after 60 sentences. `every`: each K-th document only.
function quoted(s) {
    gsub(/\\/, "\\\\", s)
    gsub(/"/, "\\\"", s)
    gsub(/\t/, "\\t", s)
    gsub(/[\001-\037]/, " ", s)
    return s
}
function flush_document() {
    if (sentences && count++ % every == 0) printf "{\"id\":\"%d\",\"text\":\"%s\"}\n", count, text
    text = ""
    sentences = 0
}
function add(sentence) {
    if (sentence == "") return
    if (count % every == 0) text = text (sentences ? "\\n\\n" : "") quoted(sentence)
    if (++sentences == 60) flush_document()
}
BEGIN { if (!every) every = 1 }
form == "trees" && /^# newdoc/ { flush_document() }
form == "trees" && /^# text = / { add(substr($0, 10)) }
form == "words" && /^[[:space:]]*$/ { add(line); line = "" }
form == "words" && NF && !/^# / && !/^-DOCSTART-/ {
    split($0, part, /[\t ]/)
    line = line (line == "" ? "" : " ") (part[1] ~ /^[0-9]+$/ && part[2] != "" && part[2] !~ /^[BIO](-|$)/ ? part[2] : part[1])
    if (line ~ / [.?!]$/) { add(line); line = "" }
}
form == "speeches" && /^# [A-Z]/ { flush_document() }
form == "speeches" && !/^# [A-Z]/ { add($0) }
form == "tokens" && /<Document/ { add(line); line = ""; flush_document() }
form == "tokens" && /<token/ {
    match($0, /sentence="[0-9]+"/)
    this = substr($0, RSTART, RLENGTH)
    if (this != last) { add(line); line = "" }
    last = this
    sub(/^[^>]*>/, "")
    sub(/<.*/, "")
    line = line (line == "" ? "" : " ") $0
}
form == "second" { n = split($0, part, "\t"); if (n > 1) { add(part[2]); flush_document() } }
form == "tags" && /<DOC>/ { flush_document() }
form == "tags" { gsub(/<[^>]*>/, ""); add($0) }
form == "lines" && count++ % every == 0 { print }
END { add(line); flush_document() }
