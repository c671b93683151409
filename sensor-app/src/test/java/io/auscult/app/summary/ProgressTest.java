package io.auscult.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.Language;
import io.auscult.app.metric.Counts;
import io.auscult.core.capture.PacketBlock;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.capture.SourceEnd;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private long nowNs;
    private long packets;
    private long bytes;
    private long position;
    private long size;
    private long lost;

    private final Counts counts = new Counts() {
        @Override
        public long get(Counter counter) {
            return switch (counter) {
                case PACKETS_RECEIVED -> packets;
                case BYTES_RECEIVED -> bytes;
                case PACKETS_DROPPED_KERNEL -> lost;
                default -> 0;
            };
        }

        @Override
        public long get(Anomaly anomaly) {
            return 0;
        }
    };

    private final PacketSource source = new PacketSource() {
        @Override
        public boolean fill(PacketBlock block) {
            return false;
        }

        @Override
        public List<String> interfaces() {
            return List.of();
        }

        @Override
        public SourceEnd end() {
            return SourceEnd.OPEN;
        }

        @Override
        public String endDetail() {
            return "";
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void close() {}
    };

    private final Progress progress = new Progress(source, counts, () -> 3, Language.EN, () -> nowNs);

    @Test
    void shouldTellHowFarAndHowFast() {
        size = 1000;
        position = 420;
        nowNs = 2_000_000_000L;
        packets = 12_345_678;
        bytes = 2_000_000_000L;
        assertThat(progress.line()).isEqualTo(" [#######.........] 42 %  12.3 M packets  6.2 M/s  8 Gbit/s  3 alerts");
        nowNs = 3_000_000_000L;
        assertThat(progress.line()).contains("  0/s  0 bit/s");
    }

    @Test
    void shouldTellTheTimeWhereTheEndIsNotKnown() {
        size = -1;
        nowNs = 125_000_000_000L;
        lost = 5;
        assertThat(progress.line()).isEqualTo(" 2 min 5 s  0 packets  0/s  0 bit/s  5 lost  3 alerts");
    }

    @Test
    void shouldWriteOneLineOverAndOverAndWipeIt() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CountDownLatch shown = new CountDownLatch(3);
        StatusLine line = new StatusLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), 0, 1, () -> {
            shown.countDown();
            return "x".repeat(200);
        });
        assertThat(shown.await(10, TimeUnit.SECONDS)).isTrue();
        line.close();
        String written = bytes.toString(StandardCharsets.UTF_8);
        assertThat(written)
                .startsWith("\r\u001b[K" + "x".repeat(79) + "\r")
                .endsWith("\r\u001b[K")
                .doesNotContain("\n");
    }

    @Test
    void shouldStayQuietOnShortRuns() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new StatusLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), 60_000, 1, () -> "x").close();
        assertThat(bytes.size()).isZero();
    }
}
