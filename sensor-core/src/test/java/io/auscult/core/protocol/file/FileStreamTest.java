package io.auscult.core.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Network;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
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
        EventWriter out = new EventWriter(new Counters());
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
        view.wrap(bytes, 0, bytes.length, Direction.RESP, false, new ConnectionId());
        FileStream file = new FileStream("SMB");
        file.begin(view, new EventWriter(new Counters()));
        file.content(0, view, 0, 5);
        file.content(3, view, 3, 4); // two bytes known already
        assertThat(file.position()).isEqualTo(7);
        file.content(10, view, 10, 2);
        assertThat(file.position()).isEqualTo(12);
        file.content(0, view, 0, bytes.length);
        assertThat(file.position()).isEqualTo(bytes.length);
    }

    @Test
    void shouldPassContentOnWhereItIsWanted() {
        byte[] large = new byte[100_000];
        large[0] = 'M';
        large[1] = 'Z';
        assertThat(passed(all(1 << 20), file -> file.content(large, 0, large.length)))
                .as("the first bytes tell the type, then pieces follow")
                .containsExactly("0+4096", "4096+32768", "36864+32768", "69632+30368", "files");
        assertThat(passed(all(40_000), file -> file.content(large, 0, large.length)))
                .containsExactly("0+4096", "4096+32768", "36864+3136", "files file_size");
        assertThat(passed(all(1 << 20), file -> {
                    file.withhold();
                    file.content(large, 0, large.length);
                }))
                .containsExactly("files withheld");
        assertThat(passed(
                        new WantedFiles(1 << 20, List.of("application/pdf", "image/*"), List.of(), List.of()),
                        file -> file.content(large, 0, large.length)))
                .containsExactly("files");
        assertThat(passed(
                        new WantedFiles(1 << 20, List.of(), List.of(Network.parse("10.0.0.0/8")), List.of()),
                        file -> file.content(large, 0, large.length)))
                .containsExactly("files");
        assertThat(passed(WantedFiles.NONE, file -> file.content(large, 0, large.length)))
                .containsExactly("files");
    }

    @Test
    void shouldPassContentOnWithItsPlace() {
        byte[] bytes = new byte[10];
        StreamView view = new StreamView();
        view.wrap(bytes, 0, bytes.length, Direction.ORIG, false, new ConnectionId());
        assertThat(passed(all(100), file -> {
                    file.content(0, view, 0, 10);
                    file.content(20, view, 0, 10);
                    file.content(10, view, 0, 10);
                    file.totalBytes(31);
                }))
                .containsExactly("0+10", "20+10", "10+10", "files partial");
    }

    @Test
    void shouldComputeWhatIsAskedFor() {
        assertThat(digested(Set.of(Digest.SHA256)))
                .contains("analyzers=[SHA256]", "sha256=" + hex("SHA-256", HELLO), "mime_type=text/plain")
                .doesNotContain("md5=", "sha1=", "unhashed=");
        assertThat(digested(Set.of(Digest.SHA1, Digest.MD5)))
                .contains("analyzers=[MD5, SHA1]", "md5=" + hex("MD5", HELLO), "sha1=" + hex("SHA-1", HELLO))
                .doesNotContain("sha256=", "unhashed=");
        assertThat(digested(Set.of()))
                .contains("analyzers=[]", "unhashed=off", "mime_type=text/plain", "seen_bytes=17")
                .doesNotContain("md5=", "sha1=", "sha256=");
    }

    /** The event of a file when these are asked for. */
    private static String digested(Set<Digest> digests) {
        byte[] bytes = HELLO.getBytes(StandardCharsets.US_ASCII);
        EventBlock block = new EventBlock();
        EventWriter out = new EventWriter(new Counters());
        out.into(block);
        StreamView view = new StreamView()
                .wrap(bytes, 0, bytes.length, Direction.ORIG, false, new ConnectionId())
                .storing(new FileRoom(new FileSettings(digests, WantedFiles.NONE)));
        FileStream file = new FileStream("TEST");
        file.begin(view, out);
        file.content(view, 0, bytes.length);
        file.end(out);
        Event event = new Event();
        event.wrap(block, 0);
        return ParserScript.text(event);
    }

    private static WantedFiles all(long maxBytes) {
        return new WantedFiles(maxBytes, List.of(), List.of(), List.of());
    }

    /** Place and length of what is passed on, and why the file is not whole. */
    private static List<String> passed(WantedFiles wanted, Consumer<FileStream> sender) {
        EventBlock block = new EventBlock();
        EventWriter out = new EventWriter(new Counters());
        out.into(block);
        StreamView view = new StreamView()
                .wrap(new byte[0], 0, 0, Direction.ORIG, false, new ConnectionId())
                .storing(new FileRoom(new FileSettings(Set.of(), wanted)));
        FileStream file = new FileStream("TEST");
        file.begin(view, out);
        sender.accept(file);
        file.end(out);
        List<String> passed = new ArrayList<>();
        Event event = new Event();
        for (int i = 0; i < block.count(); i++) {
            event.wrap(block, i);
            if (event.is(FileStream.CONTENT)) {
                passed.add(event.number(FileStream.CONTENT_OFFSET) + "+" + event.length(FileStream.CONTENT_BYTES));
            } else {
                String why = event.text(FileStream.UNEXTRACTED);
                passed.add(why == null ? "files" : "files " + why);
            }
        }
        return passed;
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
