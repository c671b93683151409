package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.Configuration;
import io.auscult.core.alert.Alert;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Sighting;
import io.auscult.rules.identity.LeakedAccounts;
import io.auscult.rules.indicator.Find;
import io.auscult.rules.indicator.Hunt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of indicator is found in real traffic while it is read, and in the logs of the same traffic afterwards. */
class IndicatorsOfSamplesTest {
    private static final Path SAMPLES = Path.of(System.getProperty("auscult.root"), "sample-pcaps");
    private static final Pattern LOG = Pattern.compile("\\{\"_path\":\"([a-z0-9_]+)\",");

    @TempDir
    Path folder;

    /** @param values with their types in front */
    private record Case(String sample, List<String> values) {
        @Override
        public String toString() {
            return sample;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(
                        "indicator-tls",
                        List.of(
                                "address:10.20.2.80",
                                "domain:hospital.example",
                                "ja3:0149f47eabf9a20d0893e2a44e5a6323",
                                "ja3:263c859c5391203d774bc0599793d915", // JA3S
                                "ja4:t12d2807h2_d943125447b4_a44c6288192a",
                                "ja4:t1205h1_c030_8763c20bf469", // JA4S
                                "certificate:60d1915d936cae10d2de5f69d95488214254fb05b19632980c7c8f05ff2ef84a",
                                "certificate:3a256fc96988b3c70dc0a2503c492b6b6a02351a",
                                "certificate:825dc39f8323198a301a292677b1d85b")),
                new Case(
                        "indicator-web",
                        List.of(
                                "network:10.20.2.80/31",
                                "url:http://10.20.2.80:80/basic/index%2Ehtml",
                                "md5:04bcad705436a88299f6c4d1c049f004",
                                "sha1:16f4bbd89a5d767ad9e3ddcb9478304c35e6ca64",
                                "sha256:044866adef27017a6900e7c5a63da82b27eb8198fac6966d821ea4bad57abf6f",
                                "user:JdeVries")),
                new Case("indicator-mail", List.of("email:PC22@hospital.example")),
                new Case("benign-dns", List.of("domain:dc1.hospital.example")));
    }

    @Test
    void shouldLeaveOutNoKind() {
        Set<IndicatorType> kinds = new LinkedHashSet<>();
        cases().forEach(each -> each.values()
                .forEach(value ->
                        kinds.add(IndicatorSources.parsed(value, "case").type())));
        assertThat(kinds).containsExactlyInAnyOrder(IndicatorType.values());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldBeFoundAsItHappensAndAfterwards(Case sample) throws Exception {
        List<Indicator> wanted = sample.values().stream()
                .map(value -> IndicatorSources.parsed(value, "case"))
                .toList();
        SampleRun run = SampleRun.of(SAMPLES.resolve(sample.sample()).resolve("input.pcap"), configuration(sample), 0);

        Set<String> told = new LinkedHashSet<>();
        for (Alert alert : run.alerts()) {
            Sighting.of(alert).forEach(seen -> told.add(seen.type() + " " + seen.value()));
        }
        assertThat(told).containsAll(names(wanted));

        Set<String> found = new LinkedHashSet<>();
        for (Find find : hunt(run, wanted)) {
            find.matched().forEach(each -> found.add(each.type() + " " + each.value()));
        }
        assertThat(found).containsAll(names(wanted));
    }

    private static List<String> names(List<Indicator> wanted) {
        return wanted.stream().map(each -> each.type() + " " + each.value()).toList();
    }

    private Configuration configuration(Case sample) throws IOException {
        String list = String.join("\", \"", sample.values());
        Path file = Files.writeString(
                folder.resolve("auscult.yml"),
                "indicators:\n  meant: [10.20.2.0/24, 10.20.2.80/31]\n  values: [\"" + list + "\"]\n");
        return Configurations.read(file, Map.of());
    }

    private List<Find> hunt(SampleRun run, List<Indicator> wanted) throws IOException, InterruptedException {
        Map<String, StringBuilder> logs = new LinkedHashMap<>();
        for (String line : run.events().split("\n")) {
            Matcher path = LOG.matcher(line);
            if (path.lookingAt()) {
                logs.computeIfAbsent(path.group(1), log -> new StringBuilder())
                        .append(line)
                        .append('\n');
            }
        }
        for (Map.Entry<String, StringBuilder> log : logs.entrySet()) {
            Files.writeString(folder.resolve(log.getKey() + ".log"), log.getValue());
        }
        IndicatorTable table = new IndicatorTable(IndicatorTable.Limits.DEFAULT);
        wanted.forEach(each -> table.put(each.source(), each.sourceId(), List.of(each), (one, what) -> {}));
        List<Find> finds = new ArrayList<>();
        Hunt.Result result = new Hunt(table, LeakedAccounts.NONE).search(folder, bytes -> {}, finds::add);
        assertThat(result.unreadable()).isZero();
        assertThat(result.troubles()).isEmpty();
        return finds;
    }
}
