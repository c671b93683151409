package io.auscult.core.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.ParserScript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Bodies as files: what was sent, not how it was coded. */
class HttpFilesTest {
    private static final String PAGE = "<!DOCTYPE html><html><body>" + "ward 12 ".repeat(200) + "</body></html>";

    private final HttpParser parser = new HttpParser();

    private List<String> files(ParserScript script) {
        return script.runEveryWay(parser).events().stream()
                .filter(event -> event.startsWith("files@"))
                .toList();
    }

    @Test
    void shouldHashAPlainBody() {
        assertThat(files(get().resp("HTTP/1.1 200 OK\r\nContent-Length: " + PAGE.length() + "\r\n\r\n" + PAGE)))
                .singleElement()
                .asString()
                .contains("source=HTTP", "mime_type=text/html", "is_orig=F", "total_bytes=" + PAGE.length())
                .contains("seen_bytes=" + PAGE.length(), "sha1=" + sha1(PAGE));
    }

    @Test
    void shouldHashWhatIsInsideGzip() throws IOException {
        byte[] zipped = zip(PAGE, true, false);
        ParserScript script = get().resp(
                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.length + "\r\n\r\n")
                .resp(zipped);
        assertThat(files(script))
                .singleElement()
                .asString()
                .contains("mime_type=text/html", "seen_bytes=" + PAGE.length(), "sha1=" + sha1(PAGE))
                .doesNotContain("total_bytes");
        assertThat(script.run(parser))
                .anyMatch(event -> event.startsWith("http@")
                        && event.contains("response_body_len=" + PAGE.length())
                        && event.contains("resp_mime_types=[text/html]"));
    }

    @Test
    void shouldHashWhatIsInsideDeflateWithAndWithoutItsHeader() throws IOException {
        for (boolean raw : new boolean[] {false, true}) {
            byte[] zipped = zip(PAGE, false, raw);
            ParserScript script = get().resp("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: "
                            + zipped.length + "\r\n\r\n")
                    .resp(zipped);
            assertThat(files(script)).singleElement().asString().contains("sha1=" + sha1(PAGE));
        }
    }

    @Test
    void shouldPassOverTheOptionalPartsOfAGzipHeader() throws IOException {
        byte[] plain = zip(PAGE, true, false);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        zipped.write(new byte[] {0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0});
        zipped.write(new byte[] {3, 0, 1, 2, 3}); // extra
        zipped.write("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        zipped.write(new byte[] {9, 9}); // checksum of the header
        zipped.write(plain, 10, plain.length - 10);
        assertThat(files(get().resp("HTTP/1.1 200 OK\r\nContent-Encoding: x-gzip\r\n\r\n")
                        .resp(zipped.toByteArray())))
                .singleElement()
                .asString()
                .contains("sha1=" + sha1(PAGE));
    }

    @Test
    void shouldTakeABodyAsItIsWhenItIsNotGzip() {
        assertThat(files(get().resp("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + PAGE.length()
                        + "\r\n\r\n" + PAGE)))
                .singleElement()
                .asString()
                .contains("sha1=" + sha1(PAGE));
    }

    @Test
    void shouldNotHashWhatCannotBeInflated() throws IOException {
        byte[] zipped = zip(PAGE, true, false);
        zipped[12] ^= 0x55;
        assertThat(files(get().resp("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
                        .resp(zipped)))
                .allSatisfy(event ->
                        assertThat(event).contains("unhashed=undecoded").doesNotContain("md5="));
    }

    @Test
    void shouldStopInflatingWhatSwellsTooMuch() throws IOException {
        byte[] bomb = zip("\0".repeat(8 << 20), true, false);
        assertThat(ParserScript.tcp()
                        .orig("GET / HTTP/1.1\r\n\r\n")
                        .resp("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
                        .resp(bomb)
                        .run(parser))
                .filteredOn(event -> event.startsWith("files@"))
                .singleElement()
                .asString()
                .contains("unhashed=undecoded");
    }

    @Test
    void shouldMakeAFileOfEachPart() {
        String body = "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nshort field value\r\n--xyz\r\n"
                + "Content-Disposition: form-data; name=\"f\"; filename=\"scan 1.png\"\r\nContent-Type: image/png\r\n\r\n"
                + "\u0089PNG\r\n\u001a\n-- not a boundary\r\n--xy\r\n\r\n--xyz--\r\n";
        ParserScript script = ParserScript.tcp()
                .orig("POST /up HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=\"xyz\"\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .resp("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(files(script))
                .satisfiesExactly(
                        first ->
                                assertThat(first).contains("mime_type=text/plain", "sha1=" + sha1("short field value")),
                        second -> assertThat(second)
                                .contains("filename=scan 1.png", "mime_type=image/png")
                                .contains("sha1=" + sha1("\u0089PNG\r\n\u001a\n-- not a boundary\r\n--xy\r\n")));
        assertThat(script.run(parser))
                .anyMatch(event -> event.startsWith("http@")
                        && event.contains("orig_filenames=[scan 1.png]")
                        && event.contains("orig_mime_types=[text/plain, image/png]"));
    }

    @Test
    void shouldNotHashAPartOfAFile() {
        assertThat(
                        files(
                                get().resp(
                                                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 100-109/5000\r\nContent-Length: 10\r\n\r\n0123456789")))
                .singleElement()
                .asString()
                .contains("unhashed=partial", "total_bytes=5000", "seen_bytes=10");
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThat(get().resp("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n0123456789")
                        .gap(10)
                        .resp("0123456789")
                        .run(parser))
                .filteredOn(event -> event.startsWith("files@"))
                .singleElement()
                .asString()
                .contains("unhashed=gap", "seen_bytes=20", "missing_bytes=10", "total_bytes=30");
    }

    @Test
    void shouldTakeTheNameFromTheDisposition() {
        assertThat(
                        files(
                                get().resp(
                                                "HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=\"setup.exe\"\r\nContent-Length: 4\r\n\r\nMZ\0\0")))
                .singleElement()
                .asString()
                .contains("filename=setup.exe", "mime_type=application/x-dosexec");
    }

    private static ParserScript get() {
        return ParserScript.tcp().orig("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    private static byte[] zip(String text, boolean gzip, boolean raw) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = gzip
                ? new GZIPOutputStream(zipped)
                : new DeflaterOutputStream(zipped, new Deflater(Deflater.DEFAULT_COMPRESSION, raw))) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return zipped.toByteArray();
    }

    private static String sha1(String latin1) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(latin1.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldTryDeflateWithoutAHeaderWhateverElseIsDeclared() throws IOException {
        byte[] zipped = zip(PAGE, false, true);
        String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, deflate\r\nContent-Length: ";
        assertThat(files(get().resp(head + zipped.length + "\r\n\r\n").resp(zipped)))
                .singleElement()
                .asString()
                .contains("sha1=" + sha1(PAGE));
        for (String plain : List.of(PAGE, "<p>short</p>", "x")) {
            assertThat(files(get().resp(head + plain.length() + "\r\n\r\n" + plain)))
                    .singleElement()
                    .asString()
                    .contains("seen_bytes=" + plain.length(), "sha1=" + sha1(plain));
        }
    }
}
