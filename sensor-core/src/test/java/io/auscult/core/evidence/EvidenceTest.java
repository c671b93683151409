package io.auscult.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketBlock;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.FlowHash;
import io.auscult.core.decode.Packet;
import io.auscult.core.disk.Disk;
import io.auscult.core.event.IpAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packets are a text that names them, so that a file shows which it holds, and where a comment stands. */
class EvidenceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_700_000_000 * SECOND;
    private static final IpAddress ACTOR = IpAddress.parse("10.0.0.1");
    private static final IpAddress TARGET = IpAddress.parse("10.0.0.2");
    private static final IpAddress OTHER = IpAddress.parse("10.0.0.3");

    @TempDir
    private Path parent;

    private final Counters counters = new Counters();
    private final Packet packet = new Packet();
    private final PacketBlock block = new PacketBlock();
    private Evidence evidence;
    private long blocks;
    private long next = 1;
    private long nowNs = START;

    private Path folder() {
        return parent.resolve("evidence");
    }

    private EvidenceSettings settings(long incidentBytes, long totalBytes, boolean waits) {
        return new EvidenceSettings(
                folder(),
                EvidenceSettings.MIN_MEMORY,
                1 << 18,
                10 * SECOND,
                5 * SECOND,
                incidentBytes,
                totalBytes,
                0,
                waits);
    }

    private void open(EvidenceSettings settings, Disk disk) throws IOException {
        evidence = Evidence.into(settings, "Auscult test", counters, index -> "eth" + index, disk);
    }

    private void open() throws IOException {
        open(settings(1 << 24, 1 << 30, true), Disk.REAL);
    }

    @AfterEach
    void close() {
        evidence.close();
    }

    private record Sent(IpAddress from, int fromPort, IpAddress to, int toPort, int padding) {}

    private static Sent sent(IpAddress from, int fromPort, IpAddress to, int toPort) {
        return new Sent(from, fromPort, to, toPort, 0);
    }

    /** Captures and settles a block, one packet a second. */
    private void pass(Sent... all) throws IOException {
        take(SECOND, all);
        evidence.onBlockEnd(nowNs);
    }

    private void take(long stepNs, Sent... all) {
        block.begin(blocks++, next);
        int at = 0;
        for (int i = 0; i < all.length; i++) {
            byte[] bytes = ("<" + (next + i) + ">" + "x".repeat(all[i].padding)).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(bytes, 0, block.bytes(), at, bytes.length);
            nowNs += stepNs;
            block.add(at, bytes.length, bytes.length + 100, nowNs, 1, 0);
            at += bytes.length;
        }
        evidence.tap().onBlock(block);
        for (Sent each : all) {
            packet.number = next++;
            packet.type = Packet.Type.TCP;
            packet.srcHigh = each.from.high();
            packet.srcLow = each.from.low();
            packet.dstHigh = each.to.high();
            packet.dstLow = each.to.low();
            packet.srcPort = each.fromPort;
            packet.dstPort = each.toPort;
            packet.flowHash = flow(each);
            evidence.tap().onPacket(packet);
        }
    }

    private static int flow(Sent s) {
        return FlowHash.flow(s.from.high(), s.from.low(), s.fromPort, s.to.high(), s.to.low(), s.toPort, 6);
    }

    private Alert alert(String id, String incident, int update, long timeNs, int port, long packetNumber) {
        return new Alert(
                id,
                timeNs,
                new Rule("lateral.test", 1, 1, "Test", "lateral", Level.HIGH, Confidence.HIGH, List.of(), "", Map.of()),
                Level.HIGH,
                Confidence.HIGH,
                "a thing",
                Party.of(ACTOR),
                Party.of(TARGET),
                List.of(),
                0,
                List.of(),
                0,
                List.of(),
                0,
                Outcome.SUCCEEDED,
                1,
                timeNs,
                timeNs,
                Map.of(),
                new ConnectionRef(9, ACTOR, 40_000, TARGET, port, 6, 0, 0, 0, packetNumber),
                incident,
                update,
                Map.of());
    }

    private Alert raise(String id, String incident, int update, int port, long packetNumber) {
        Alert named = evidence.named(alert(id, incident, update, nowNs, port, packetNumber));
        evidence.raise(named);
        return named;
    }

    private void finish() throws IOException {
        evidence.onEnd();
        evidence.finish();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.sorted().toList();
        }
    }

    private String content(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** The packets as the sensor's own reader sees them. */
    private static List<String> packets(Path file) throws IOException {
        List<String> packets = new ArrayList<>();
        PacketBlock block = new PacketBlock();
        try (PacketSource source = CaptureFiles.open(file)) {
            boolean more = true;
            while (more) {
                block.begin(0, 1);
                more = source.fill(block);
                for (int i = 0; i < block.count(); i++) {
                    String text =
                            new String(block.bytes(), block.offset(i), block.captured(i), StandardCharsets.US_ASCII);
                    packets.add(text.substring(0, text.indexOf('>') + 1));
                }
            }
            assertThat(source.endDetail()).isEmpty();
        }
        return packets;
    }

    @Test
    void shouldWriteWhatTheAlertIsAboutAndNothingElse() throws IOException {
        open();
        pass(
                sent(ACTOR, 40_000, TARGET, 445),
                sent(TARGET, 445, ACTOR, 40_000),
                sent(ACTOR, 40_001, TARGET, 80),
                sent(OTHER, 40_000, TARGET, 445),
                sent(ACTOR, 40_002, TARGET, 445),
                sent(ACTOR, 40_000, OTHER, 445));
        Alert named = raise("a1", "0123", 1, 445, 2);
        pass(sent(ACTOR, 40_000, TARGET, 445), sent(OTHER, 1, TARGET, 445));
        finish();
        assertThat(files()).singleElement().satisfies(file -> {
            assertThat(file.getFileName()).hasToString("20231114T221326Z-0123.pcapng");
            assertThat(file.getFileName()).hasToString(named.evidence().get(Evidence.FILE));
            assertThat(packets(file)).containsExactly("<1>", "<2>", "<5>", "<7>");
            String comment = "lateral.test: a thing, succeeded, high, alert a1";
            assertThat(content(file)).containsSubsequence("incident 0123", "<1>", "<2>", comment, "<5>");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        });
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        assertThat(named.evidence()).doesNotContainKey(Evidence.LACKS);
        assertThat(counters.get(Counter.EVIDENCE_PACKETS)).isEqualTo(4);
        assertThat(counters.get(Counter.EVIDENCE_FILES)).isOne();
    }

    @Test
    void shouldTakePacketsForAWhileAfterTheAlert() throws IOException {
        open();
        pass(sent(ACTOR, 40_000, TARGET, 445));
        raise("a1", "0123", 1, 445, 1);
        for (int i = 0; i < 10; i++) {
            pass(sent(TARGET, 445, ACTOR, 40_000));
        }
        finish();
        assertThat(packets(files().getFirst())).containsExactly("<1>", "<2>", "<3>", "<4>", "<5>", "<6>");
    }

    @Test
    void shouldNotTakePacketsFromLongBefore() throws IOException {
        open();
        for (int i = 0; i < 20; i++) {
            pass(sent(ACTOR, 40_000, TARGET, 445));
        }
        raise("a1", "0123", 1, 445, 20);
        pass();
        finish();
        assertThat(packets(files().getFirst())).first().isEqualTo("<10>");
    }

    @Test
    void shouldWriteWhatHasBeenHeldLongEnoughWhileTheSensorRuns() throws IOException {
        open();
        pass(sent(ACTOR, 40_000, TARGET, 445));
        raise("a1", "0123", 1, 445, 1);
        for (int i = 0; i < 20; i++) {
            pass(sent(OTHER, 1, OTHER, 2));
        }
        evidence.close(); // what was handed over is on the disk
        assertThat(packets(files().getFirst())).containsExactly("<1>");
    }

    @Test
    void shouldCommentOnAPacketThatWasWrittenBefore() throws IOException {
        open();
        pass(sent(ACTOR, 40_000, TARGET, 445), sent(ACTOR, 40_000, TARGET, 445), sent(ACTOR, 40_000, TARGET, 445));
        raise("a1", "0123", 1, 445, 1);
        for (int i = 0; i < 20; i++) {
            pass(sent(OTHER, 1, OTHER, 2));
        }
        raise("a2", "0123", 2, 445, 2);
        pass(sent(ACTOR, 40_000, TARGET, 445));
        finish();
        Path file = files().getFirst();
        assertThat(packets(file)).containsExactly("<1>", "<2>", "<3>", "<24>");
        assertThat(content(file)).containsSubsequence("<1>", "alert a1", "<2>", "alert a2", "<3>", "<24>");
        assertThat(counters.get(Counter.EVIDENCE_PACKETS)).isEqualTo(4);
    }

    @Test
    void shouldPutInEarlierPacketsWhereTheyBelong() throws IOException {
        open();
        pass(
                sent(ACTOR, 40_000, TARGET, 445),
                sent(ACTOR, 40_000, TARGET, 139),
                sent(ACTOR, 40_000, TARGET, 445),
                sent(ACTOR, 40_000, TARGET, 139));
        raise("a1", "0123", 1, 445, 3);
        for (int i = 0; i < 15; i++) {
            pass(sent(OTHER, 1, OTHER, 2));
        }
        evidence.raise(alert("a2", "0123", 1, nowNs - 14 * SECOND, 139, 4));
        pass();
        finish();
        Path file = files().getFirst();
        assertThat(packets(file)).containsExactly("<1>", "<2>", "<3>", "<4>");
        assertThat(content(file)).containsSubsequence("<3>", "alert a1", "<4>", "alert a2");
    }

    @Test
    void shouldSayWhatWasNoLongerInMemory() throws IOException {
        open();
        pass(sent(ACTOR, 40_000, TARGET, 445));
        Sent[] many = new Sent[1000];
        Arrays.fill(many, new Sent(OTHER, 1, OTHER, 2, 1000));
        for (int i = 0; i < 40; i++) {
            take(1000, many);
            evidence.onBlockEnd(nowNs);
        }
        Alert late = evidence.named(alert("a1", "0123", 1, START + SECOND, 445, 1));
        evidence.raise(late);
        pass(sent(ACTOR, 40_000, TARGET, 445));
        finish();
        assertThat(late.evidence().get(Evidence.LACKS)).startsWith("packets before 2023-11-14T22:13:21.");
        assertThat(content(files().getFirst())).contains("were no longer in memory", "<40002>");
        assertThat(counters.get(Counter.EVIDENCE_ALERTS_LACKING))
                .isZero(); // the connection's next packet has the comment
    }

    @Test
    void shouldWriteAFileThatSaysThatThereIsNothing() throws IOException {
        open();
        pass(sent(OTHER, 1, OTHER, 2));
        raise("a1", "0123", 1, 445, 77);
        pass();
        finish();
        assertThat(packets(files().getFirst())).isEmpty();
        assertThat(content(files().getFirst())).contains("alert a1 (packet 77, which was no longer in memory)");
        assertThat(counters.get(Counter.EVIDENCE_ALERTS_LACKING)).isOne();
    }

    @Test
    void shouldStopAtTheLimitOfAnIncidentAndSaySo() throws IOException {
        open(settings(100_000, 1 << 30, true), Disk.REAL);
        Sent[] many = new Sent[200];
        Arrays.fill(many, new Sent(ACTOR, 40_000, TARGET, 445, 1000));
        take(1000, many);
        raise("a1", "0123", 1, 445, 1);
        evidence.onBlockEnd(nowNs);
        finish();
        Path file = files().getFirst();
        assertThat(Files.size(file)).isBetween(98_000L, 101_000L);
        int written = packets(file).size();
        assertThat(content(file)).contains("<" + written + ">", "evidence.per_incident, 97 KiB, is reached");
        assertThat(counters.get(Counter.EVIDENCE_PACKETS)).isEqualTo(written);
        assertThat(counters.get(Counter.EVIDENCE_PACKETS_LOST)).isEqualTo(200 - written);
    }

    @Test
    void shouldCountTheFilesThatAreThereAndStopAtTheLimitOfTheFolder() throws IOException {
        Files.createDirectories(folder());
        Files.write(folder().resolve("20200101T000000Z-old.pcapng"), new byte[90_000]);
        Files.write(folder().resolve("notes.txt"), new byte[90_000]);
        open(settings(1 << 24, 100_000, true), Disk.REAL);
        Sent[] many = new Sent[200];
        Arrays.fill(many, new Sent(ACTOR, 40_000, TARGET, 445, 1000));
        take(1000, many);
        raise("a1", "0123", 1, 445, 1);
        evidence.onBlockEnd(nowNs);
        assertThat(evidence.trouble()).isNull();
        finish();
        assertThat(evidence.trouble()).contains("evidence.total");
        assertThat(Files.size(folder().resolve("20231114T221320Z-0123.pcapng"))).isLessThan(10_000);
        assertThat(counters.get(Counter.EVIDENCE_PACKETS_LOST)).isGreaterThan(190);
    }

    @Test
    void shouldLeaveWholeBlocksAndSayWhenTheDiskRunsFull() throws IOException {
        open(settings(1 << 24, 1 << 30, true), new SmallDisk(100_000));
        Sent[] many = new Sent[200];
        Arrays.fill(many, new Sent(ACTOR, 40_000, TARGET, 445, 1000));
        take(1000, many);
        raise("a1", "0123", 1, 445, 1);
        evidence.onBlockEnd(nowNs);
        evidence.onEnd();
        assertThatThrownBy(evidence::finish).hasMessage("No space left on device");
        assertThat(packets(files().getFirst())).hasSizeBetween(50, 95);
        assertThat(evidence.trouble()).isEqualTo("No space left on device");
    }

    @Test
    void shouldLeaveOutAndCountWhatTheDiskIsTooSlowForWhenLive() throws IOException {
        CountDownLatch slow = new CountDownLatch(1);
        open(settings(1 << 28, 1 << 30, false), new SmallDisk(Long.MAX_VALUE) {
            @Override
            public FileChannel create(Path file) throws IOException {
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return super.create(file);
            }
        });
        Sent[] many = new Sent[1000];
        Arrays.fill(many, new Sent(ACTOR, 40_000, TARGET, 445, 1000));
        for (int i = 0; i < 20; i++) {
            take(1000, many);
            raise("a" + i, "0123", i + 1, 445, 1);
            evidence.onBlockEnd(nowNs);
        }
        for (int i = 0; i < 20; i++) {
            pass(sent(OTHER, 1, OTHER, 2));
        }
        long lost = counters.get(Counter.EVIDENCE_PACKETS_LOST);
        assertThat(lost).isGreaterThan(1000);
        slow.countDown();
        finish();
        assertThat(packets(files().getFirst())).hasSize(20_000 - (int) lost);
        assertThat(counters.get(Counter.EVIDENCE_PACKETS)).isEqualTo(20_000 - lost);
    }

    @Test
    void shouldKeepMoreIncidentsThanItWorksAt() throws IOException {
        open();
        int incidents = Evidence.MAX_OPEN + 20;
        for (int i = 0; i < 3 * incidents; i++) {
            pass(sent(ACTOR, 40_000, TARGET, 445));
            raise("a" + i, "inc" + i % incidents, 1 + i / incidents, 445, next - 1);
        }
        pass();
        finish();
        assertThat(files()).hasSize(incidents);
        for (Path file : files()) {
            List<String> packets = packets(file);
            assertThat(packets).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> number(a) - number(b));
            assertThat(content(file).split("alert a", -1)).hasSize(4); // three comments
        }
    }

    private static int number(String packet) {
        return Integer.parseInt(packet.substring(1, packet.length() - 1));
    }

    @Test
    void shouldNotOverwriteTheEvidenceOfAnEarlierRunWhenLive() throws IOException {
        Files.createDirectories(folder());
        Path earlier = Files.writeString(folder().resolve("20231114T221321Z-0123.pcapng"), "earlier");
        open(settings(1 << 24, 1 << 30, false), Disk.REAL);
        pass(sent(ACTOR, 40_000, TARGET, 445));
        raise("a1", "0123", 1, 445, 1);
        pass();
        finish();
        assertThat(earlier).hasContent("earlier");
        assertThat(packets(folder().resolve("20231114T221321Z-0123-2.pcapng"))).containsExactly("<1>");
    }

    /** Has room for so many bytes. */
    private static class SmallDisk implements Disk {
        private long left;

        SmallDisk(long left) {
            this.left = left;
        }

        @Override
        public void makeFolder(Path folder) throws IOException {
            Disk.REAL.makeFolder(folder);
        }

        @Override
        public FileChannel create(Path file) throws IOException {
            return Disk.REAL.create(file);
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            return Disk.REAL.open(file);
        }

        @Override
        public long free(Path folder) {
            return Long.MAX_VALUE;
        }

        @Override
        public int write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
            if (left <= 0) {
                throw new IOException("No space left on device");
            }
            int limit = bytes.limit();
            bytes.limit((int) Math.min(limit, bytes.position() + left));
            int written = file.write(bytes, at);
            bytes.limit(limit);
            left -= written;
            return written;
        }
    }
}
