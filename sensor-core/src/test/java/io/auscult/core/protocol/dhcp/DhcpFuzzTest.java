package io.auscult.core.protocol.dhcp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class DhcpFuzzTest {
    private final DhcpParser parser = new DhcpParser();

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, 67).runEveryWay(parser);
        FuzzScript.probe(data, true, DhcpProbe::probe);
    }
}
