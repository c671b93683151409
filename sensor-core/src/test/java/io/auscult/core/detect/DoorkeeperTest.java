package io.auscult.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DoorkeeperTest {
    @Test
    void shouldKnowWhoComesBackAmongManyWhoDoNot() {
        Doorkeeper keeper = new Doorkeeper(1 << 14);
        int wronglyKnown = 0;
        assertThat(keeper.isBack(Mix.of(-1))).isFalse();
        for (int i = 0; i < 16_000; i++) {
            wronglyKnown += keeper.isBack(Mix.of(i)) ? 1 : 0;
        }
        assertThat(keeper.isBack(Mix.of(-1))).isTrue();
        assertThat(wronglyKnown).isLessThan(800);
    }

    @Test
    void shouldForgetAfterTwoGenerations() {
        Doorkeeper keeper = new Doorkeeper(1 << 10);
        keeper.isBack(Mix.of(-1));
        for (int i = 0; i < 1 << 13; i++) {
            keeper.isBack(Mix.of(i));
        }
        assertThat(keeper.isBack(Mix.of(-1))).isFalse();
    }
}
