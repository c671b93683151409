package io.auscult.export.zeek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import io.auscult.export.OutputException;
import io.auscult.export.SampleAlerts;
import io.auscult.export.zeek.ZeekLogs.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZeekLogsTest {
    private static final EventType ALL_KINDS = EventType.of("kinds", "One field of each kind.");
    private static final Field TEXT = ALL_KINDS.text("text", "");
    private static final Field INTEGER = ALL_KINDS.integer("integer", "");
    private static final Field REAL = ALL_KINDS.real("real", "");
    private static final Field TIME = ALL_KINDS.time("time", "");
    private static final Field INTERVAL = ALL_KINDS.interval("interval", "");
    private static final Field ADDRESS = ALL_KINDS.address("address", "");
    private static final Field PORT = ALL_KINDS.port("port", "");
    private static final Field MAC = ALL_KINDS.mac("mac", "");
    private static final Field TEXTS = ALL_KINDS.textList("texts", "");
    private static final Field COUNTS = ALL_KINDS.countList("counts", "");
    private static final Field INTERVALS = ALL_KINDS.intervalList("intervals", "");
    private static final Field ADDRESSES = ALL_KINDS.addressList("addresses", "");

    @TempDir
    Path directory;

    private final Counters counters = new Counters();
    private final EventWriter writer = new EventWriter(counters);
    private final EventBlock block = new EventBlock();
    private final ConnectionId connection = new ConnectionId();

    @BeforeEach
    void begin() {
        block.begin(1);
        writer.into(block);
        writer.at(1_700_000_000_123_456_789L, 1);
        connection.uid = 1;
        connection.origLow = IpAddress.parse("10.0.0.1").low();
        connection.origPort = 40_000;
        connection.respHigh = IpAddress.parse("2001:db8::1").high();
        connection.respLow = 1;
        connection.respPort = 80;
        writer.connection(connection);
    }

    @Test
    void shouldWriteEveryKindInTheOrderOfTheLog() throws IOException {
        writer.begin(ALL_KINDS);
        writer.beginList(ADDRESSES);
        writer.addAddress(0, connection.origLow);
        writer.addAddress(connection.respHigh, 1);
        writer.endList();
        writer.beginList(TEXTS);
        writer.add("a\"b");
        writer.add("");
        writer.endList();
        writer.beginList(COUNTS);
        writer.endList();
        writer.beginList(INTERVALS);
        writer.add(300_000_000_000L);
        writer.add(500_000L);
        writer.endList();
        writer.set(TEXT, "x");
        writer.set(INTEGER, -5);
        writer.setReal(REAL, 0.25);
        writer.set(TIME, 1_500_000_000_000_000_000L);
        writer.set(INTERVAL, 19_289_752_000L);
        writer.setAddress(ADDRESS, 0, connection.origLow);
        writer.set(PORT, 65_535);
        writer.set(MAC, 0x0242_AC10_EE01L);
        writer.end();
        run(Options.REPLAY);
        assertThat(lines("kinds"))
                .containsExactly(
                        "{\"ts\":1700000000.123456,\"uid\":\"C00000000001\",\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":40000,"
                                + "\"id.resp_h\":\"2001:db8::1\",\"id.resp_p\":80,\"text\":\"x\",\"integer\":-5,\"real\":0.25,"
                                + "\"time\":1500000000.0,\"interval\":19.289752,\"address\":\"10.0.0.1\",\"port\":65535,"
                                + "\"mac\":\"02:42:ac:10:ee:01\",\"texts\":[\"a\\\"b\",\"\"],\"counts\":[],\"intervals\":[300.0,0.0005],"
                                + "\"addresses\":[\"10.0.0.1\",\"2001:db8::1\"]}");
    }

    @Test
    void shouldWriteIsoTimesByOption() throws IOException {
        writer.begin(ALL_KINDS);
        writer.set(TIME, 0);
        writer.end();
        run(new Options(true, false));
        assertThat(lines("kinds").get(0))
                .startsWith("{\"ts\":\"2023-11-14T22:13:20.123456Z\",")
                .endsWith("\"time\":\"1970-01-01T00:00:00.000000Z\"}");
    }

    @Test
    void shouldLeaveOutTheConnectionWhereThereIsNone() throws IOException {
        writer.begin(FlowEvents.ARP);
        writer.set(FlowEvents.ARP_OPERATION, "request");
        writer.end();
        writer.connection(null);
        writer.weird(Anomaly.TRUNCATED_IP, "decode");
        run(Options.REPLAY);
        assertThat(lines("arp")).containsExactly("{\"ts\":1700000000.123456,\"operation\":\"request\"}");
        assertThat(lines("weird"))
                .containsExactly(
                        "{\"ts\":1700000000.123456,\"name\":\"truncated_IP\",\"notice\":false,\"source\":\"decode\"}");
    }

    @Test
    void shouldWriteNoLogOfInternalEvents() throws IOException {
        writer.begin(FlowEvents.CONTACT);
        writer.end();
        run(Options.REPLAY);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldKeepTheOrderOfManyLinesOverManyFlushes() throws IOException {
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            conn(i);
        }
        run(Options.REPLAY);
        List<String> lines = lines("conn");
        assertThat(lines).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(lines.get(i)).endsWith(",\"orig_bytes\":" + i + "}");
        }
        assertThat(counters.get(Counter.LOG_LINES_WRITTEN)).isEqualTo(count);
    }

    @Test
    void shouldWriteEachLineAsIfItWereTheFirst() throws IOException {
        Random random = new Random(1);
        String[] texts = {"", "S", "S0", "1234567", "12345678", "x\"y", "\u00e9"};
        List<String> expected = new ArrayList<>();
        writer.connection(null);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder line = new StringBuilder("{\"ts\":1700000000.123456");
            writer.begin(ALL_KINDS);
            if (random.nextInt(20) > 0) {
                String text = texts[random.nextInt(10) > 0 ? 1 : random.nextInt(texts.length)];
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                writer.set(TEXT, bytes, 0, bytes.length);
                line.append(",\"text\":\"").append(text.replace("\"", "\\\"")).append('"');
            }
            if (random.nextInt(20) > 0) {
                long number = random.nextInt(10) > 0 ? 7 : random.nextInt(-1, 2);
                writer.set(INTEGER, number);
                line.append(",\"integer\":").append(number);
            }
            if (random.nextInt(3) == 0) {
                writer.setAddress(ADDRESS, 0, connection.origLow);
                line.append(",\"address\":\"10.0.0.1\"");
            }
            if (random.nextInt(20) > 0) {
                int port = random.nextInt(10) > 0 ? 443 : random.nextInt(65536);
                writer.set(PORT, port);
                line.append(",\"port\":").append(port);
            }
            writer.end();
            expected.add(line.append('}').toString());
        }
        run(Options.REPLAY);
        assertThat(lines("kinds")).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldWriteALineNearTheEndOfTheBufferAfterALongOne() throws IOException {
        for (int between = 0; between < 300; between += 3) {
            block.begin(1);
            text("x".repeat(3000));
            for (int i = 0; i < between; i++) {
                writer.begin(ALL_KINDS);
                writer.set(INTEGER, i);
                writer.end();
            }
            text("y");
            run(Options.REPLAY);
            assertThat(lines("kinds")).hasSize(between + 2).last().asString().endsWith("\"text\":\"y\"}");
        }
    }

    private void text(String text) {
        writer.begin(ALL_KINDS);
        writer.set(TEXT, text);
        writer.end();
    }

    @Test
    void shouldCutAListThatHasNoEnd() throws IOException {
        writer.begin(ALL_KINDS);
        writer.beginList(TEXTS);
        String text = "x".repeat(30_000);
        for (int i = 0; i < 100; i++) {
            writer.add(text);
        }
        writer.endList();
        writer.end();
        run(Options.REPLAY);
        assertThat(lines("kinds").get(0))
                .hasSizeBetween(1 << 20, (1 << 20) + 40_000)
                .endsWith("\"]}");
    }

    @Test
    void shouldReplaceLogsOfAnEarlierReplayAndContinueThoseOfAnEarlierCapture() throws IOException {
        Path log = directory.resolve("conn.log");
        conn(1);
        Files.writeString(log, "{}\nhalf");
        run(Options.LIVE);
        assertThat(lines("conn")).hasSize(2).first().isEqualTo("{}");
        run(Options.REPLAY);
        assertThat(lines("conn")).hasSize(1);
    }

    @Test
    void shouldWriteAtTheEndOfEachBlockWhenLive() throws IOException {
        conn(1);
        try (ZeekLogs logs = ZeekLogs.toDirectory(directory, Options.LIVE, counters)) {
            give(logs);
            logs.onBlockEnd(0);
            assertThat(lines("conn")).hasSize(1);
        }
    }

    @Test
    void shouldEndAReplayWhenTheDiskIsFull() throws IOException {
        Files.createSymbolicLink(directory.resolve("conn.log"), Path.of("/dev/full"));
        conn(1);
        try (ZeekLogs logs = ZeekLogs.toDirectory(directory, Options.REPLAY, counters)) {
            give(logs);
            assertThatThrownBy(logs::onEnd)
                    .isInstanceOf(OutputException.class)
                    .hasMessageContaining("conn.log: No space left");
        }
    }

    @Test
    void shouldGoOnCountingWhenTheDiskIsFullLive() throws IOException {
        Path log = directory.resolve("conn.log");
        Files.createSymbolicLink(log, Path.of("/dev/full"));
        conn(1);
        try (ZeekLogs logs = ZeekLogs.toDirectory(directory, Options.LIVE, counters)) {
            give(logs);
            logs.onBlockEnd(0);
            assertThat(counters.get(Counter.LOG_LINES_LOST)).isEqualTo(1);
            assertThat(logs.troubles()).singleElement().asString().contains("No space left");
        }
    }

    @Test
    void shouldRefuseADirectoryThatIsAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> ZeekLogs.toDirectory(file, Options.REPLAY, counters))
                .isInstanceOf(OutputException.class);
        assertThatThrownBy(() -> ZeekLogs.toDirectory(file.resolve("below"), Options.REPLAY, counters))
                .isInstanceOf(OutputException.class);
    }

    @Test
    void shouldWriteAlertsAsNotices() throws IOException {
        try (ZeekLogs logs = ZeekLogs.toDirectory(directory, Options.REPLAY, counters)) {
            logs.raise(SampleAlerts.full(1));
            logs.raise(SampleAlerts.bare(2));
            logs.onEnd();
        }
        assertThat(lines("notice"))
                .containsExactly(
                        "{\"ts\":1700000000.123456,\"uid\":\"C1YtudU73D5k\",\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":40000,"
                                + "\"id.resp_h\":\"10.0.0.2\",\"id.resp_p\":22,\"proto\":\"tcp\",\"note\":\"Auscult::Address_Sweep\",\"msg\":\"One"
                                + " host tries many \\\"hosts\\\": SYN scan of ports by ws-1"
                                + " (10.0.0.1)\",\"sub\":\"incident incident-1 alert"
                                + " alert-1\",\"src\":\"10.0.0.1\",\"dst\":\"10.0.0.2\","
                                + "\"n\":4,\"actions\":[\"Notice::ACTION_LOG\"]}",
                        "{\"ts\":1700000001.0,\"note\":\"Auscult::Address_Sweep\","
                                + "\"msg\":\"One host tries many \\\"hosts\\\": ARP sweep by 10.0.0.9\","
                                + "\"sub\":\"incident incident-2 alert alert-2\",\"src\":\"10.0.0.9\",\"n\":1,"
                                + "\"actions\":[\"Notice::ACTION_LOG\"]}");
    }

    @Test
    void shouldTellLaterThatANoticeCouldNotBeWritten() throws IOException {
        Files.createSymbolicLink(directory.resolve("notice.log"), Path.of("/dev/full"));
        try (ZeekLogs logs = ZeekLogs.toDirectory(directory, Options.REPLAY, counters)) {
            for (int i = 0; i < 2000; i++) {
                logs.raise(SampleAlerts.full(i));
            }
            assertThatThrownBy(() -> logs.onBlockEnd(0)).isInstanceOf(OutputException.class);
        }
    }

    private void conn(long origBytes) {
        writer.begin(FlowEvents.CONN);
        writer.set(FlowEvents.ORIG_BYTES, origBytes);
        writer.end();
    }

    private void run(Options options) throws IOException {
        try (ZeekLogs logs = ZeekLogs.toDirectory(directory, options, counters)) {
            give(logs);
            logs.onEnd();
        }
    }

    private void give(ZeekLogs logs) throws IOException {
        Event event = new Event();
        for (int i = 0; i < block.count(); i++) {
            event.wrap(block, i);
            logs.onEvent(event);
        }
    }

    private List<String> lines(String log) throws IOException {
        return Files.readAllLines(directory.resolve(log + ".log"));
    }
}
