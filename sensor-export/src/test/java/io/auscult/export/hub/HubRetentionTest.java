package io.auscult.export.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.export.hub.HubSettings.Keeping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HubRetentionTest extends HubRetentionContract {
    @Override
    HubStore store(Path folder) throws IOException {
        return HubStore.inFolder(folder);
    }

    @Test
    void shouldUseRoomAgain() throws IOException {
        try (HubStore store = store(folder)) {
            add(table(store, new Keeping(1_000_000, 50_000, 0)), "a", posted("indicator", 0, 20_000));
            assertThat(Files.size(folder.resolve("hub.db"))).isLessThan(1 << 20); // else it would be five times that
        }
    }
}
