package io.auscult.core.protocol.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.ParserScript;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MimeReaderTest {
    private static List<String> parts(String message) {
        return ParserScript.tcp().orig(message).runEveryWay(new BareMessage()).events();
    }

    @Test
    void shouldReadASimpleMessage() {
        assertThat(parts("From: a\r\nSubject: b\r\n c\r\n\r\nHello all of you\r\nsecond line\r\n"))
                .singleElement()
                .asString()
                .contains("source=SMTP", "depth=1", "mime_type=text/plain", "seen_bytes=31");
    }

    @Test
    void shouldDecodeBase64AndKeepTheName() {
        assertThat(parts("Content-Type: application/octet-stream;\r\n\tname=\"in\\\"voice.exe\"\r\n"
                        + "Content-Transfer-Encoding: Base64\r\n\r\nTVoAAQID\r\nBAUGBwg=\r\n"))
                .singleElement()
                .asString()
                .contains("filename=in\"voice.exe", "mime_type=application/x-dosexec", "seen_bytes=11")
                .contains("sha1=" + sha1(new byte[] {'M', 'Z', 0, 1, 2, 3, 4, 5, 6, 7, 8}));
    }

    @Test
    void shouldDecodeQuotedPrintable() {
        assertThat(parts("Content-Transfer-Encoding: quoted-printable\r\n\r\nna=C3=AFve words go =\r\non=\r\n"))
                .singleElement()
                .asString()
                .contains("sha1=" + sha1("na\u00c3\u00afve words go on".getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void shouldReadContainersInsideContainers() {
        assertThat(parts("Content-Type: multipart/mixed; boundary=out\r\n\r\npreamble\r\n--out\r\n"
                        + "Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\n\r\nfirst, plain text\r\n--in\r\n"
                        + "Content-Type: text/html\r\n\r\n<html>second</html>\r\n--in--\r\nepilogue\r\n--out\r\n"
                        + "Content-Disposition: attachment; filename=x.pdf\r\n\r\n%PDF-1.7\r\n--out--\r\nnothing\r\n"))
                .satisfiesExactly(
                        e -> assertThat(e).contains("depth=3", "mime_type=text/plain", "seen_bytes=17"),
                        e -> assertThat(e).contains("depth=3", "mime_type=text/html", "seen_bytes=19"),
                        e -> assertThat(e)
                                .contains("depth=2", "mime_type=application/pdf", "filename=x.pdf", "seen_bytes=8"));
    }

    @Test
    void shouldReadAMessageInsideAMessage() {
        assertThat(parts("Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
                        + "Subject: inner\r\n\r\nwhat the inner one says\r\n--b--\r\n"))
                .singleElement()
                .asString()
                .contains("seen_bytes=23");
    }

    @Test
    void shouldTakeTooDeepContainersAsContent() {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        message.append("\r\nsome content in the end\r\n");
        assertThat(parts(message.toString())).hasSize(1);
    }

    @Test
    void shouldStopAfterTooManyParts() {
        StringBuilder message = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < MimeReader.MAX_PARTS + 50; i++) {
            message.append("--b\r\n\r\npart\r\n");
        }
        assertThat(ParserScript.tcp().orig(message.toString()).run(new BareMessage()))
                .hasSize(MimeReader.MAX_PARTS);
    }

    @Test
    void shouldGoOnAfterAGap() {
        assertThat(ParserScript.tcp()
                        .orig("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst")
                        .gap(100)
                        .orig("rest\r\n--b\r\n\r\nsecond one is whole\r\n--b--\r\n")
                        .run(new BareMessage()))
                .satisfiesExactly(
                        e -> assertThat(e).contains("missing_bytes=100", "unhashed=gap"),
                        e -> assertThat(e).contains("seen_bytes=19", "md5="));
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
