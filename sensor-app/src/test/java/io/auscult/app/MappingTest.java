package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.app.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody sets must reach the stage that it is about. */
class MappingTest {
    @TempDir
    private Path folder;

    private Configuration with(String yaml) throws Exception {
        return Configuration.read(Files.writeString(folder.resolve("a.yml"), yaml), Map.of());
    }

    private static String told(Configuration configuration) {
        return (Mapping.live(configuration) + " " + Mapping.pipeline(configuration, 1, Mapping.wanted(configuration))
                        + " " + Mapping.extract(configuration, Path.of("x"), true) + " "
                        + Mapping.detect(configuration).guesses())
                .replaceAll("LocalNets@\\w+", "");
    }

    @ParameterizedTest
    @CsvSource({
        "capture, snaplen, 1 KiB",
        "capture, buffer, 2 MiB",
        "capture, promiscuous, false",
        "capture, filter, tcp",
        "decode, checksums, false",
        "decode, drop_duplicates, false",
        "decode, duplicate_window, 77 ms",
        "decode, fragment_overlap, last",
        "decode, fragmented_datagrams, 77",
        "decode, fragment_memory, 77 KiB",
        "decode, fragment_age, 77 s",
        "flow, capacity, 7777",
        "flow, tcp_attempt, 77 s",
        "flow, tcp_inactivity, 77 s",
        "flow, tcp_close, 77 s",
        "flow, udp_inactivity, 77 s",
        "flow, tcp_overlap, last",
        "flow, held_per_stream, 77 KiB",
        "flow, held_in_all, 77 MiB",
        "detect, guess_failures, 7",
        "detect, guess_window, 77 s",
        "detect, guess_certain, 77",
        "detect, guess_unanswered, 77",
        "detect, spray_users, 77",
        "extract, names, sha256",
        "extract, file_size, 77 KiB",
        "extract, run_size, 77 KiB",
        "extract, minute_size, 77 KiB",
        "extract, files, 77",
        "extract, disk_free, 77 KiB",
        "extract, incomplete, false",
        "extract, mime_types, [application/pdf]",
        "extract, senders, [10.0.0.0/8]",
        "extract, receivers, [10.0.0.0/8]",
    })
    void shouldReachItsStage(String section, String key, String value) throws Exception {
        String set = told(with(section + ":\n  " + key + ": " + value + "\n"));
        assertThat(set).isNotEqualTo(told(Configuration.defaults()));
    }

    @Test
    void shouldReadTheListOfLeakedAccounts() throws Exception {
        Path list = Files.writeString(folder.resolve("leaked.txt"), "anna\n");

        assertThat(Mapping.detect(with("detect:\n  leaked_accounts_file: " + list + "\n"))
                        .leaked()
                        .now()
                        .has("Anna", ""))
                .isTrue();
    }

    @Test
    void shouldSayWhatIsWrongWithTheListOfLeakedAccounts() throws Exception {
        Path list = Files.writeString(folder.resolve("leaked.txt"), "anna\nsha256:x\n");
        Configuration wrong = with("detect:\n  leaked_accounts_file: " + list + "\n");
        Configuration absent = with("detect:\n  leaked_accounts_file: " + folder.resolve("none.txt") + "\n");

        Configuration entry = with("detect:\n  leaked_accounts: [anna, 'sha256:x']\n");

        assertThatThrownBy(() -> Mapping.detect(entry))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("detect.leaked_accounts: entry 2: expected");
        assertThatThrownBy(() -> Mapping.detect(wrong))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("detect.leaked_accounts_file: ")
                .hasMessageContaining("leaked.txt:2: expected");
        assertThatThrownBy(() -> Mapping.detect(absent))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("none.txt cannot be read");
    }

    @Test
    void shouldComputeTheDigestsThatAreAskedFor() throws Exception {
        SampleCase web = SampleCase.all().stream()
                .filter(each -> each.name().equals("benign-web-http"))
                .findFirst()
                .orElseThrow();
        assertThat(SampleRun.of(web, Configuration.defaults(), 0).events())
                .contains("\"md5\":", "\"sha1\":", "\"sha256\":");
        assertThat(SampleRun.of(web, with("protocol:\n  file_digests: [sha256]\n"), 0)
                        .events())
                .contains("\"sha256\":")
                .doesNotContain("\"md5\":", "\"sha1\":");
    }

    @Test
    void shouldShowThatNoDigestIsAskedFor() throws Exception {
        assertThat(with("protocol:\n  file_digests: []\n").describe()).containsExactly("protocol.file_digests: []");
    }

    @Test
    void shouldRefuseToNameFilesByADigestThatIsNotComputed() throws Exception {
        Path file = Files.writeString(
                folder.resolve("auscult.yml"), "protocol:\n  file_digests: [md5]\nextract:\n  names: sha256\n");
        assertThatThrownBy(() -> Configurations.read(file, Map.of()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageEndingWith(
                        "auscult.yml:4: extract.names: sha256 (expected: fuid, or sha256 among protocol.file_digests)");
    }

    @Test
    void shouldLeaveJa4sOut() throws Exception {
        SampleCase web = SampleCase.all().stream()
                .filter(each -> each.name().equals("benign-web-https"))
                .findFirst()
                .orElseThrow();
        assertThat(SampleRun.of(web, Configuration.defaults(), 0).events()).contains("\"ja4\":", "\"ja4s\":");
        assertThat(SampleRun.of(web, with("protocol:\n  ja4s: false\n"), 0).events())
                .contains("\"ja4\":")
                .doesNotContain("\"ja4s\":");
    }
}
