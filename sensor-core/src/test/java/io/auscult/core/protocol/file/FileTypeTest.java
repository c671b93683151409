package io.auscult.core.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "MZ\\x90\\x00|application/x-dosexec",
                "\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\x00|application/x-sharedlib",
                "\\x89PNG\\x0d\\x0a|image/png",
                "PK\\x03\\x04\\x0a\\x00|application/zip",
                "{\"resourceType\": \"Patient\"}|text/json",
                "[1,2,3]|text/json",
                "[]|text/json",
                "{\\rtf1|text/rtf",
                "[boot loader]\\x0d\\x0atimeout=30|text/ini",
                "\\xff\\xfe\\x0d\\x00\\x0a\\x00[\\x00a\\x00]\\x00\\x0d\\x00\\x0a\\x00|text/ini",
                "<?xml version=\"1.0\"?><a/>|application/xml",
                "<?xml version=\"1.0\"?><!-- c --><HTML>|text/html",
                "  <!-- a --><!doctype   HTML>|text/html",
                "<soap:Envelope>|application/soap+xml",
                "#!/usr/bin/env python3\\x0a|text/x-python",
                "#!/bin/sh\\x0a|text/x-shellscript",
                "@ECHO   OFF\\x0d\\x0a|text/x-msdos-batch",
                "just some plain words|text/plain",
                "\\xef\\xbb\\xbfwith a mark before|text/plain",
            })
    void shouldTellTheTypeByTheFirstBytes(String escaped, String type) {
        byte[] head = bytes(escaped);
        assertThat(FileType.of(head, head.length)).isEqualTo(type);
    }

    @Test
    void shouldNotGuess() {
        assertThat(FileType.of(new byte[0], 0)).isNull();
        assertThat(FileType.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 11))
                .isNull();
        assertThat(FileType.of("short".getBytes(StandardCharsets.US_ASCII), 5)).isNull();
    }

    @Test
    void shouldKnowDicomByItsMarkBehindThePreamble() {
        byte[] head = new byte[200];
        System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, head, 128, 4);
        assertThat(FileType.of(head, head.length)).isEqualTo("application/dicom");
        assertThat(FileType.of(head, 131)).isNull();
    }

    @Test
    void shouldReadAnyPrefixOfAnyBytes() {
        java.util.Random random = new java.util.Random(7);
        String[] begins = {
            "<", "<!--", "<?xml", "{", "{\"", "[", "[\"", "#!", "PK\3\4", "\60", "\377\376", "@", "<!doctype"
        };
        byte[] head = new byte[256];
        for (int round = 0; round < 20_000; round++) {
            random.nextBytes(head);
            byte[] begin = begins[round % begins.length].getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(begin, 0, head, 0, begin.length);
            for (int i = begin.length; i < head.length; i++) {
                if (random.nextInt(3) > 0) {
                    head[i] = (byte) "<>![]{}\":, \n-?/a1PK\3\4".charAt(random.nextInt(21));
                }
            }
            FileType.of(head, random.nextInt(head.length + 1)); // must not throw
        }
    }

    private static byte[] bytes(String escaped) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.startsWith("\\x", i)) {
                text.append((char) Integer.parseInt(escaped.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                text.append(escaped.charAt(i));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
