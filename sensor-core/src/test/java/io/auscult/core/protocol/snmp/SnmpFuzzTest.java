package io.auscult.core.protocol.snmp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class SnmpFuzzTest {
    private final SnmpParser parser = new SnmpParser();

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, 161).runEveryWay(parser);
        FuzzScript.probe(data, true, SnmpProbe::probe);
    }
}
