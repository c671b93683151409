package io.auscult.export.hub;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class HubKillTest extends HubKillContract {
    @TempDir
    Path folder;

    @Override
    HubStore store() throws IOException {
        return HubStore.inFolder(folder.resolve("data"));
    }

    @Override
    String database() {
        return folder.resolve("data").toString();
    }
}
