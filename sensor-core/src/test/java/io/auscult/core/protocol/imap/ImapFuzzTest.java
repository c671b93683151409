package io.auscult.core.protocol.imap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class ImapFuzzTest {
    private final ImapParser parser = new ImapParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 143).runEveryWay(parser);
        FuzzScript.probe(data, false, ImapProbe::probe);
    }
}
