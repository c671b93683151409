package io.auscult.core.protocol.mime;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class MimeFuzzTest {
    private final BareMessage parser = new BareMessage();

    @FuzzTest
    void messages(byte[] data) {
        FuzzScript.of(data, false, 25).runEveryWay(parser);
    }
}
