package io.auscult.app.config.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Entry;
import io.auscult.core.event.LocalNets;
import io.auscult.export.Exporter;
import io.auscult.export.page.Wording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MispReceiverTest {
    /** The one whose settings the configuration knows. */
    private static final MispReceiver MISP = Receivers.ALL.stream()
            .filter(MispReceiver.class::isInstance)
            .map(MispReceiver.class::cast)
            .findFirst()
            .orElseThrow();

    @TempDir
    Path folder;

    private Entry entry(String more) throws Exception {
        Path file = folder.resolve("auscult.yml");
        Files.writeString(file, MISP.example() + more);
        return Configuration.read(file, Map.of()).list("misp").getFirst();
    }

    private ReceiverContext context() {
        return new ReceiverContext(
                "1", LocalNets.DEFAULT, "en", index -> null, folder, Wording.ENGLISH, Set.of(), List.of());
    }

    @Test
    void shouldOpenItsExample() throws Exception {
        Entry entry = entry("");
        try (Exporter exporter = MISP.open(entry, context())) {
            assertThat(exporter.name()).isEqualTo("region");
        }
        assertThat(MISP.feeds(entry, context())).isEmpty();
        assertThat(MISP.describe(entry)).contains("https://misp.region.example").doesNotContain("key");
    }

    @Test
    void shouldReadIndicatorsUnderTheSameName() throws Exception {
        assertThat(MISP.feeds(entry("    indicators: true\n"), context()))
                .singleElement()
                .satisfies(feed -> assertThat(feed.source()).isEqualTo("region"));
    }

    @Test
    void shouldRefuseAGroupWithoutItsDistribution() throws Exception {
        Entry entry = entry("    pap: none\n");
        assertThatThrownBy(() -> MISP.open(withoutGroup(entry), context()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sharing_group: ");
    }

    private static Entry withoutGroup(Entry entry) {
        return entry.with(MISP.sharingGroup, "");
    }
}
