package io.auscult.core.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FileStreamTest {
    private static final String HELLO = "Hello, hospital!\n";

    /** A protocol that is nothing but one file in each direction. */
    private static final class Bare implements ProtocolParser {
        final FileStream[] files = {new FileStream("TEST"), new FileStream("TEST")};
        long announced = -1;
        String name = "";

        @Override
        public int onData(StreamView in, EventWriter out) {
            FileStream file = files[in.direction().ordinal()];
            if (!file.isOpen()) {
                file.begin(in, out);
                if (announced >= 0) {
                    file.totalBytes(announced);
                }
                if (!name.isEmpty()) {
                    file.name().append(name);
                }
            }
            file.content(in, 0, in.length());
            return in.length();
        }

        @Override
        public boolean onGap(Direction direction, long length, EventWriter out) {
            files[direction.ordinal()].gap(length);
            return true;
        }

        @Override
        public void onEnd(EventWriter out) {
            files[0].end(out);
            files[1].end(out);
        }

        @Override
        public void reset() {
            files[0].reset();
            files[1].reset();
        }
    }

    @Test
    void shouldHashWholeContentHoweverItIsCut() {
        Bare parser = new Bare();
        parser.name = "a.txt";
        parser.announced = HELLO.length();
        var events = ParserScript.tcp().orig(HELLO).runEveryWay(parser).events();
        assertThat(events)
                .singleElement()
                .asString()
                .contains(
                        "source=TEST",
                        "mime_type=text/plain",
                        "filename=a.txt",
                        "is_orig=T",
                        "seen_bytes=17",
                        "total_bytes=17")
                .contains("missing_bytes=0", "analyzers=[MD5, SHA1, SHA256]")
                .contains("md5=" + hex("MD5", HELLO))
                .contains("sha1=" + hex("SHA-1", HELLO))
                .contains("sha256=" + hex("SHA-256", HELLO))
                .doesNotContain("unhashed");
    }

    @Test
    void shouldGiveBothDirectionsDifferentNames() {
        var events = ParserScript.tcp().orig(HELLO).resp(HELLO).run(new Bare());
        assertThat(events).hasSize(2);
        assertThat(fuid(events.get(0))).hasSize(12).startsWith("F").isNotEqualTo(fuid(events.get(1)));
    }

    @Test
    void shouldSayThatAFileWithAGapHasNoHashes() {
        var events = ParserScript.tcp().orig(HELLO).gap(5).orig("more").run(new Bare());
        assertThat(events)
                .singleElement()
                .asString()
                .contains("seen_bytes=21", "missing_bytes=5", "unhashed=gap", "mime_type=text/plain", "analyzers=[]")
                .doesNotContain("md5=", "sha1=", "sha256=");
    }

    @Test
    void shouldNotHashWhatIsAnnouncedTooLarge() {
        Bare parser = new Bare();
        parser.announced = FileRoom.MAX_HASHED + 1;
        var events = ParserScript.tcp().orig(HELLO).run(parser);
        assertThat(events)
                .singleElement()
                .asString()
                .contains("unhashed=too_large", "seen_bytes=17")
                .doesNotContain("md5=");
    }

    @Test
    void shouldStopHashingWhenTheFileTurnsOutTooLarge() {
        byte[] piece = new byte[1 << 20];
        ParserScript script = ParserScript.tcp();
        for (long sent = 0; sent <= FileRoom.MAX_HASHED; sent += piece.length) {
            script.orig(piece);
        }
        assertThat(script.run(new Bare()))
                .singleElement()
                .asString()
                .contains("unhashed=too_large")
                .doesNotContain("md5=");
    }

    @Test
    void shouldWriteNothingForAnEmptyFile() {
        assertThat(ParserScript.tcp().orig("").run(new Bare())).isEmpty();
    }

    @Test
    void shouldCountButNotHashMoreFilesThanThereIsRoomFor() {
        FileRoom room = new FileRoom();
        for (int i = 0; i < FileRoom.MAX_OPEN; i++) {
            assertThat(room.take()).isNotNull();
        }
        assertThat(room.take()).isNull();
        Bare parser = new Bare();
        StreamView view = new StreamView().storing(room);
        FileStream file = parser.files[0];
        EventWriter out = new EventWriter(new io.auscult.core.counter.Counters());
        file.begin(view, out);
        byte[] bytes = HELLO.getBytes(StandardCharsets.US_ASCII);
        file.content(bytes, 0, bytes.length);
        assertThat(file.position()).isEqualTo(bytes.length);
        assertThat(file.mimeType()).isNull();
    }

    @Test
    void shouldTakeContentByItsPlace() {
        StreamView view = new StreamView();
        byte[] bytes = HELLO.getBytes(StandardCharsets.US_ASCII);
        view.wrap(bytes, 0, bytes.length, Direction.RESP, false, new io.auscult.core.event.ConnectionId());
        FileStream file = new FileStream("SMB");
        file.begin(view, new EventWriter(new io.auscult.core.counter.Counters()));
        file.content(0, view, 0, 5);
        file.content(3, view, 3, 4); // two bytes known already
        assertThat(file.position()).isEqualTo(7);
        file.content(10, view, 10, 2);
        assertThat(file.position()).isEqualTo(12);
        file.content(0, view, 0, bytes.length);
        assertThat(file.position()).isEqualTo(bytes.length);
    }

    private static String fuid(String event) {
        int from = event.indexOf("fuid=") + 5;
        return event.substring(from, event.indexOf(' ', from));
    }

    private static String hex(String algorithm, String text) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance(algorithm)
                            .digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
