<?xml version="1.0"?>
<CHANNEL HREF="https://harbour.example/">
<TITLE>Harbour Log</TITLE>
<ABSTRACT>Ships in, ships out</ABSTRACT>
<ITEM HREF="https://harbour.example/ferry" LASTMOD="2026-03-02T07:30:00+01:00">
<TITLE>The ferry is late</TITLE>
<ABSTRACT>By an hour.</ABSTRACT>
</ITEM>
</CHANNEL>
