package io.auscult.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {
    private static final Instant SINCE = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path folder;

    private DeadLetters letters() {
        return DeadLetters.of(folder, "siem");
    }

    private static DeadLetters.Letter letter(String id, String reason) {
        return new DeadLetters.Letter(SINCE, reason, TestAlerts.full(id));
    }

    private List<String> ids() throws IOException {
        return letters().list().stream().map(each -> each.entry().id()).toList();
    }

    @Test
    void shouldKeepWhatWasRefusedAndWhy() throws IOException {
        assertThat(letters().list()).isEmpty();
        letters().add(letter("1", "400: tab\there\nand a line"));
        letters().add(letter("2", "413"));
        letters().add(letter("1", "422"));
        assertThat(ids()).containsExactlyInAnyOrder("1", "2");
        assertThat(letters().list())
                .contains(new DeadLetters.Letter(SINCE, "422", TestAlerts.full("1")))
                .contains(new DeadLetters.Letter(SINCE, "413", TestAlerts.full("2")));
        letters().add(letter("3", "400: tab\there\nand a line"));
        assertThat(letters().list().getLast().reason()).isEqualTo("400: tab here and a line");
        letters().remove("2");
        letters().remove("none");
        assertThat(ids()).containsExactly("1", "3");
    }

    @Test
    void shouldLeaveOutLinesThatCannotBeRead() throws IOException {
        letters().add(letter("1", "400"));
        Files.writeString(folder.resolve("siem.dead"), "2026\tx\tAAAA\n\nnothing\n", StandardOpenOption.APPEND);
        letters().add(letter("2", "400"));
        assertThat(ids()).containsExactly("1", "2");
    }

    @Test
    void shouldDropTheOldestBeyondItsBytes() throws IOException {
        int large = AlertJournal.MOST_ENTRY * 9 / 10; // four thirds of it in the file
        int fit = DeadLetters.MOST_BYTES / (large * 4 / 3 + 20_000);
        for (int i = 1; i <= fit + 3; i++) {
            letters().add(new DeadLetters.Letter(SINCE, "400", TestAlerts.large("a" + i, large)));
        }
        assertThat(ids()).hasSize(fit).startsWith("a4").endsWith("a" + (fit + 3));
        assertThat(Files.size(folder.resolve("siem.dead"))).isLessThanOrEqualTo(DeadLetters.MOST_BYTES);
    }
}
