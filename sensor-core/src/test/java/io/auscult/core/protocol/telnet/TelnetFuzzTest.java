package io.auscult.core.protocol.telnet;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class TelnetFuzzTest {
    private final TelnetParser parser = new TelnetParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 23).runEveryWay(parser);
        FuzzScript.probe(data, false, TelnetProbe::probe);
    }
}
