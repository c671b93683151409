package io.auscult.core.protocol.dhcp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class Dhcp6FuzzTest {
    private final Dhcp6Parser parser = new Dhcp6Parser();

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, 547).runEveryWay(parser);
        FuzzScript.probe(data, true, Dhcp6Probe::probe);
    }
}
