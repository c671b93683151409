package io.auscult.core.protocol.service;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;
import io.auscult.core.protocol.Protocol;

class OtherServicesFuzzTest {
    @FuzzTest
    void firstBytes(byte[] data) {
        for (Protocol protocol : OtherServices.ALL) {
            FuzzScript.probe(data, protocol.overUdp(), protocol.probe());
        }
    }
}
