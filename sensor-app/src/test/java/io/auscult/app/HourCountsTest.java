package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.app.metric.Counts;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.event.IpAddress;
import io.auscult.export.report.HourLog;
import io.auscult.export.report.ReportHour;
import io.auscult.rules.attempt.AttemptCounts;
import io.auscult.rules.rule.Techniques;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HourCountsTest {
    private static final Instant START = Instant.parse("2026-11-22T09:40:00Z");
    private static final long NINE = START.getEpochSecond() / 3600;

    @TempDir
    Path folder;

    private Instant now = START;
    private final InstantSource clock = () -> now;
    private final Map<Counter, Long> counted = new EnumMap<>(Counter.class);
    private final AttemptCounts attempts = new AttemptCounts(new Techniques());
    private final Counts counts = new Counts() {
        @Override
        public long get(Counter counter) {
            return counted.getOrDefault(counter, 0L);
        }

        @Override
        public long get(Anomaly anomaly) {
            return 0;
        }
    };

    private List<ReportHour> written() throws IOException {
        return new HourLog(folder).list(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private void add(String technique, String target, long howMany) {
        IpAddress ip = IpAddress.parse(target);
        boolean isIpv4 = IpAddress.isIpv4(ip.high(), ip.low());
        attempts.add(technique, ip.high(), isIpv4 ? ip.low() & ~0xFFL : 0, howMany);
    }

    private HourCounts hours() {
        return new HourCounts(folder, counts, attempts, clock);
    }

    @Test
    void shouldWriteAnHourWhenItIsOver() throws IOException {
        HourCounts hours = hours();
        counted.put(Counter.PACKETS_RECEIVED, 1_000L);
        now = START.plusSeconds(600);
        hours.tick();
        assertThat(written()).isEmpty();
        now = START.plusSeconds(1_205);
        hours.tick();
        hours.tick();
        counted.put(Counter.PACKETS_RECEIVED, 1_300L);
        counted.put(Counter.PACKETS_DROPPED_KERNEL, 7L);
        now = START.plusSeconds(1_205 + 3_600);
        hours.tick();
        assertThat(written())
                .containsExactly(
                        new ReportHour(NINE, 1_205_000, Map.of(Counter.PACKETS_RECEIVED.metric(), 1_000L), List.of()),
                        new ReportHour(
                                NINE + 1,
                                3_600_000,
                                Map.of(
                                        Counter.PACKETS_RECEIVED.metric(),
                                        300L,
                                        Counter.PACKETS_DROPPED_KERNEL.metric(),
                                        7L),
                                List.of()));
    }

    @Test
    void shouldWriteWhatThereIsOfAnHourAtTheEnd() throws IOException {
        HourCounts hours = hours();
        counted.put(Counter.PACKETS_RECEIVED, 5L);
        now = START.plusSeconds(60);
        hours.finish();
        assertThat(written())
                .containsExactly(
                        new ReportHour(NINE, 60_000, Map.of(Counter.PACKETS_RECEIVED.metric(), 5L), List.of()));
    }

    @Test
    void shouldNameTechniquesAndNetworksOfTheHour() throws IOException {
        HourCounts hours = hours();
        add("T1110.001", "10.20.30.40", 5);
        hours.finish();
        add("T1110.001", "10.20.30.99", 2);
        add("T1046", "2001:db8:0:7::1", 1);
        hours.finish();
        assertThat(written().get(0).attempts())
                .containsExactly(new ReportHour.Attempts("T1110.001 Password Guessing", "10.20.30.0/24", 5));
        assertThat(written().get(1).attempts())
                .containsExactlyInAnyOrder(
                        new ReportHour.Attempts("T1110.001 Password Guessing", "10.20.30.0/24", 2),
                        new ReportHour.Attempts("T1046 Network Service Discovery", "2001:db8:0:7::/64", 1));
    }

    @Test
    void shouldLoseNoAttemptWhenThereAreTooManyPlaces() throws IOException {
        HourCounts hours = hours();
        for (int i = 0; i < HourCounts.MOST + 100; i++) {
            add("T1046", "10." + i / 256 + "." + i % 256 + ".1", i < 100 ? 1 : 50);
        }
        hours.finish();
        List<ReportHour.Attempts> told = written().getFirst().attempts();
        assertThat(told).hasSize(HourCounts.MOST + 1);
        assertThat(told.getLast()).isEqualTo(new ReportHour.Attempts("T1046 Network Service Discovery", "", 100));
        assertThat(told.stream().mapToLong(ReportHour.Attempts::count).sum()).isEqualTo(100 + 50L * HourCounts.MOST);
    }

    @Test
    void shouldKeepWhatCouldNotBeWritten() throws IOException {
        HourCounts hours = hours();
        Path file = Files.createDirectory(folder.resolve("report-hours.jsonl")); // cannot be opened
        counted.put(Counter.PACKETS_RECEIVED, 5L);
        now = START.plusSeconds(1_800);
        assertThatThrownBy(hours::tick).isInstanceOf(IOException.class);
        Files.delete(file);
        counted.put(Counter.PACKETS_RECEIVED, 9L);
        hours.tick();
        assertThat(written()).hasSize(1);
        assertThat(written().getFirst().counts()).containsEntry(Counter.PACKETS_RECEIVED.metric(), 9L);
    }

    @Test
    void shouldSurviveALineThatWasCutShort() throws IOException {
        HourCounts hours = hours();
        hours.finish();
        Path file = folder.resolve("report-hours.jsonl");
        Files.writeString(file, Files.readString(file) + "{\"hour\":12,\"watch\u00e9");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1)); // in the middle of a letter
        hours.finish();
        assertThat(written()).hasSize(2);
    }

    @Test
    void shouldForgetHoursAfterFourHundredDays() throws IOException {
        HourCounts hours = hours();
        hours.finish();
        now = START.plusSeconds(401 * 86_400L);
        hours.tick();
        now = now.plusSeconds(3_600);
        hours.tick();
        assertThat(written()).extracting(ReportHour::hour).containsExactly(NINE + 401 * 24);
    }
}
