package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.EvidenceKeys;
import io.auscult.core.alert.Alert;
import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketBlock;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counter;
import io.auscult.core.evidence.Evidence;
import io.auscult.core.evidence.EvidenceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packets around the alerts of every recorded case. */
class EvidenceOfSamplesTest {
    @TempDir
    private Path folder;

    private int runs;

    static List<SampleCase> attacks() throws IOException {
        return SampleCase.all().stream()
                .filter(sample -> !sample.kind().equals("benign") && !sample.isCut())
                .toList();
    }

    private record Run(Path place, List<Alert> alerts, long files, long packets) {}

    private Run run(Path capture, Configuration configuration, int lanes) throws IOException {
        Path place = folder.resolve("run-" + ++runs);
        Configuration withRoom =
                configuration.with(EvidenceKeys.DISK_FREE, 0L).with(EvidenceKeys.MEMORY, EvidenceSettings.MIN_MEMORY);
        List<Alert> alerts = new ArrayList<>();
        try (PacketSource source = CaptureFiles.open(capture);
                Outputs outputs = Outputs.replay(
                        source, null, null, List.of(), null, null, Mapping.evidence(withRoom, place, false))) {
            outputs.sinks().add(alerts::add);
            Sensor sensor = new Sensor(source, withRoom, lanes, outputs);
            sensor.run();
            outputs.finish();
            return new Run(
                    place,
                    alerts,
                    sensor.counts().get(Counter.EVIDENCE_FILES),
                    sensor.counts().get(Counter.EVIDENCE_PACKETS));
        }
    }

    private static List<byte[]> packets(Path capture) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        PacketBlock block = new PacketBlock();
        try (PacketSource source = CaptureFiles.open(capture)) {
            boolean more = true;
            while (more) {
                block.begin(0, packets.size() + 1L);
                more = source.fill(block);
                for (int i = 0; i < block.count(); i++) {
                    packets.add(
                            Arrays.copyOfRange(block.bytes(), block.offset(i), block.offset(i) + block.captured(i)));
                }
            }
        }
        return packets;
    }

    private static Map<String, byte[]> files(Path place) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(place)) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void shouldWriteThePacketsOfEveryAlertAsTheyWere(SampleCase sample) throws IOException {
        Run run = run(sample.input(), sample.configuration(), 0);
        List<byte[]> packets = packets(sample.input());
        Map<String, EvidenceFileContent> files = new TreeMap<>();
        for (Alert alert : run.alerts) {
            String name = String.valueOf(alert.evidence().get(Evidence.FILE));
            if (!files.containsKey(name)) {
                files.put(name, EvidenceFileContent.read(run.place.resolve(name)));
            }
            assertThat(files.get(name).packets())
                    .as("%s: %s", alert.rule().id(), name)
                    .filteredOn(packet -> packet.comments().stream()
                            .anyMatch(comment -> comment.startsWith(alert.rule().id() + ": ")
                                    && comment.endsWith("alert " + alert.id())))
                    .singleElement()
                    .satisfies(packet -> assertThat(packet.number())
                            .as("%s", alert.connection())
                            .isEqualTo(alert.connection().packetNumber()));
        }
        assertThat(files(run.place).keySet()).isEqualTo(files.keySet());
        assertThat(run.files).isEqualTo(files.size());
        assertThat(run.packets)
                .isEqualTo(files.values().stream()
                        .mapToInt(f -> f.packets().size())
                        .sum());
        files.forEach((name, file) -> {
            long before = 0;
            for (EvidenceFileContent.Captured packet : file.packets()) {
                assertThat(packet.number()).as(name).isGreaterThan(before);
                assertThat(packet.bytes()).isEqualTo(packets.get((int) packet.number() - 1));
                before = packet.number();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void shouldWriteTheSameWithAnyNumberOfLanes(SampleCase sample) throws IOException {
        Map<String, byte[]> alone = files(run(sample.input(), sample.configuration(), 0).place);
        Map<String, byte[]> more = files(run(sample.input(), sample.configuration(), 3).place);
        assertThat(more.keySet()).isEqualTo(alone.keySet());
        more.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(alone.get(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan-nmap-syn", "guess-ssh", "spray-kerberos", "rpc-zerologon", "arp-spoof"})
    void shouldSayTheSameOfItsOwnEvidence(String name) throws IOException {
        SampleCase sample = SampleCase.all().stream()
                .filter(each -> each.name().equals(name))
                .findAny()
                .orElseThrow();
        Run run = run(sample.input(), sample.configuration(), 0);
        for (String file : files(run.place).keySet()) {
            List<String> first = rules(run.alerts.stream()
                    .filter(alert -> file.equals(alert.evidence().get(Evidence.FILE)))
                    .toList());
            Run again = run(run.place.resolve(file), sample.configuration(), 0);
            assertThat(rules(again.alerts)).as(file).containsAll(first);
        }
    }

    private static List<String> rules(List<Alert> alerts) {
        return alerts.stream().map(alert -> alert.rule().id()).distinct().toList();
    }

    @Test
    void shouldWriteNothingWithoutAnAlert() throws IOException {
        Run run = run(SampleCase.FOLDER.resolve("benign-web-http/input.pcap"), Configuration.defaults(), 0);
        assertThat(run.alerts).isEmpty();
        assertThat(files(run.place)).isEmpty();
    }
}
