// SPDX-License-Identifier: BSD-3-Clause
// The cases of regs_tb, included by it; each leaves all taps DISABLED.

    localparam [17:0] TAP_STEP = `WEIR_TAP_STRIDE;
    localparam [2:0]  DISABLED = `WEIR_TAP_STATE_DISABLED;
    localparam [2:0]  RUNNING = `WEIR_TAP_STATE_RUNNING;
    localparam [2:0]  STOPPING = `WEIR_TAP_STATE_STOPPING;
    localparam [2:0]  FAULT = `WEIR_TAP_STATE_FAULT;
    localparam [2:0]  STARTING = `WEIR_TAP_STATE_STARTING;

    // After reset: values, and the zeros that went out to the blocks
    task case_reset;
        integer i;
        begin
            sweep(0);
            check(0, 1024, n_cfg);
            check(0, 32, n_adr);
            for (i = 0; i < 1024; i = i + 1) check(i, 0, cfg[i]);
            for (i = 0; i < 32; i = i + 1) check(i, 0, adr[i][63:32] | adr[i][31:0]);
            expect_at(`WEIR_ID_BUS, {dut.u_csr.id_bus_dma_i, dut.u_csr.id_bus_mac_i});
            expect_at(`WEIR_ID_CLK_HZ, dut.u_csr.id_clk_hz_hz_i);
            expect_at(`WEIR_CLOCK_NOW_NS, {2'b00, dut.u_csr.clock_now_ns_ns_i});
            expect_at(`WEIR_IRQ_MASK, dut.u_csr.irq_mask_taps_i);
        end
    endtask

    // Addresses without a register: all of those near blocks, some of the others
    task case_unlisted;
        integer word;
        begin
            word = 0;
            while (word < 65536) begin
                if (!listed[word]) begin
                    if (rnd(4) == 0) put(word << 2, 32'hffffffff);
                    expect_at(word << 2, 0);
                end
                if (word < 1280 || (word >= 8192 && word < 8512) || (word >= 12288 && word < 12416))
                    word = word + 1;
                else
                    word = word + 1 + rnd(60);
            end
            check(0, 0, n_refused);
            check(0, 1024, n_cfg);
            check(0, 32, n_adr);
            expect_at(3, `WEIR_ID_MAGIC_RESET);        // the word that holds byte 3
        end
    endtask

    // Byte strobes: any on the card's own registers, whole words in windows
    task case_strobes;
        integer i, b;
        reg [31:0] model, value;
        reg [3:0]  strb;
        begin
            model = 32'h01234567;
            put(`WEIR_CTRL_SCRATCH, model);
            for (i = 0; i < 40; i = i + 1) begin
                strb = i;
                value = unique_of(i);
                put_strb(`WEIR_CTRL_SCRATCH, value, strb);
                for (b = 0; b < 4; b = b + 1)
                    if (strb[b]) model[8*b +: 8] = value[8*b +: 8];
                expect_at(`WEIR_CTRL_SCRATCH, model);
            end
            put_strb(`WEIR_CTRL_COMPL_LO, 32'hffffffff, 4'b0010);
            expect_at(`WEIR_CTRL_COMPL_LO, 32'h0000f000 | (unique_of(`WEIR_CTRL_COMPL_LO) & 32'hffff0000));
            put_strb(`WEIR_IRQ_MASK_SET, 32'h11223344, 4'b0101);
            check(`WEIR_IRQ_MASK_SET, 32'h00220044, mask_set);
            check(`WEIR_IRQ_MASK_SET, 1, n_mask_set);
            put(`WEIR_IRQ_MASK_CLR, 32'h80000001);
            check(`WEIR_IRQ_MASK_CLR, 32'h80000001, mask_clr);
            n_refused = 0;
            put(`WEIR_TAP_SNAPLEN, 32'h1234);
            put_strb(`WEIR_TAP_SNAPLEN, 32'hffffffff, 4'b0111);
            expect_at(`WEIR_TAP_SNAPLEN, 32'h1234);
            check(`WEIR_TAP_SNAPLEN, 1, n_refused);
            expect_at(`WEIR_CTRL_REFUSED, 32'h80000000 | `WEIR_TAP_SNAPLEN);
            put_strb(`WEIR_TAP_SNAPLEN, 32'hffffffff, 4'b0000);
            put_strb(`WEIR_ADDR_LO + 18'h40, 32'hffffffff, 4'b1000);
            check(`WEIR_ADDR_LO, 2, n_refused);
            expect_at(`WEIR_CTRL_REFUSED, 32'h80000000 | (`WEIR_ADDR_LO + 18'h40));
            put(`WEIR_CTRL_REFUSED, 32'h7fffffff);
            expect_at(`WEIR_CTRL_REFUSED, 32'h80000000 | (`WEIR_ADDR_LO + 18'h40));
            put(`WEIR_CTRL_REFUSED, 32'h80000000);
            get(`WEIR_CTRL_REFUSED);
            check(`WEIR_CTRL_REFUSED, 0, got[31]);
        end
    endtask

    // Locks: of one tap's registers, and of the card's while any tap is active
    task case_locks;
        reg [17:0] other;
        begin
            for (row = 0; row < rows; row = row + 1)
                if (table_words[row * COLS + 9] & 6) begin
                    element = table_words[row * COLS + 9] & 4 ? 3 : 0;
                    load_row;
                    tap_state[3*3 +: 3] = RUNNING + rnd(4);
                    put(at, 0);
                    n_refused = 0;
                    tap_state[3*3 +: 3] = DISABLED;
                    repeat (3) @(negedge clk);
                    put(at, 32'h77777777);
                    check(at, 0, n_refused);
                    tap_state[3*3 +: 3] = RUNNING + rnd(4);
                    repeat (3) @(negedge clk);
                    put(at, 32'h88888888);
                    check(at, 1, n_refused);
                    expect_at(at, 32'h77777777 & held);
                    expect_at(`WEIR_CTRL_REFUSED, 32'h80000000 | at);
                    if (flags & 4) begin
                        check(at, 32'h77777777 & writable, cfg[at[11:2]]);
                        element = 4;
                        load_row;
                        put(at, 32'h99999999);
                        expect_at(at, 32'h99999999 & held);
                        check(at, 32'h99999999 & writable, cfg[at[11:2]]);
                    end
                    check(at, 1, n_refused);
                    tap_state = 0;
                    repeat (3) @(negedge clk);
                end
            tap_state[3*3 +: 3] = RUNNING;
            put(`WEIR_TAP_ACCEPT + 3 * TAP_STEP, 32'h1f03);
            expect_at(`WEIR_TAP_ACCEPT + 3 * TAP_STEP, 32'h1f03);
            expect_at(`WEIR_CTRL_ACTIVE, 32'h8);
            check(0, 1, n_refused);
            tap_state = 0;
            repeat (3) @(negedge clk);
        end
    endtask

    // Write-1-clears: set by hardware, cleared bit by bit, setting wins
    task case_w1c;
        begin
            put(`WEIR_IRQ_BLOCK, 32'hffffffff);
            @(negedge clk) irq_block = 31'h40000013;
            irq_error = 31'h21;
            irq_card = 3'b110;
            @(negedge clk) irq_block = 0;
            irq_error = 0;
            irq_card = 0;
            expect_at(`WEIR_IRQ_BLOCK, 32'h40000013);
            put(`WEIR_IRQ_BLOCK, 32'h00000012);
            expect_at(`WEIR_IRQ_BLOCK, 32'h40000001);
            put_strb(`WEIR_IRQ_BLOCK, 32'hffffffff, 4'b0001);
            expect_at(`WEIR_IRQ_BLOCK, 32'h40000000);
            expect_at(`WEIR_IRQ_ERROR, 32'h21);
            expect_at(`WEIR_IRQ_CARD, 32'h6);
            put(`WEIR_IRQ_CARD, 32'h2);
            expect_at(`WEIR_IRQ_CARD, 32'h4);
            irq_error = 31'h1;
            put(`WEIR_IRQ_ERROR, 32'hffffffff);
            expect_at(`WEIR_IRQ_ERROR, 32'h1);
            irq_error = 0;
        end
    endtask

    // Commands of the card: one pulse for each bit written 1, nothing to read
    task case_pulses;
        begin
            put(`WEIR_CTRL_COMMAND, 32'h2);
            check(`WEIR_CTRL_COMMAND, 1, n_snapshot);
            check(`WEIR_CTRL_COMMAND, 0, n_reset);
            put(`WEIR_CTRL_COMMAND, 32'h1);
            put_strb(`WEIR_CTRL_COMMAND, 32'hffffffff, 4'b1110);
            check(`WEIR_CTRL_COMMAND, 1, n_reset);
            put(`WEIR_CLOCK_COMMAND, 32'h7);
            put(`WEIR_CLOCK_COMMAND, 32'h4);
            expect_at(`WEIR_CLOCK_COMMAND, 0);
            check(`WEIR_CLOCK_COMMAND, 112, 100 * n_latch + 10 * n_set + n_step);
            @(negedge clk) inc_we = 1;
            @(negedge clk) inc_we = 0;
            expect_at(`WEIR_CLOCK_INC_FRAC, dut.u_csr.clock_inc_frac_frac_i);
            put(`WEIR_CLOCK_INC_FRAC, 32'hdeadbeef);
            expect_at(`WEIR_CLOCK_INC_FRAC, 32'hdeadbeef);
        end
    endtask

    // Commands of a tap: all of them written in every state, and which of them come through
    task case_commands;
        integer t, s, before;
        for (t = 0; t < TAPS; t = t + 5)
            for (s = 0; s <= STARTING; s = s + 1) begin
                tap_state[3*t +: 3] = s;
                tap_error[3*t +: 3] = 7 - s;
                {start, stop, doorbell, clear} = 0;
                n_cmd = 0;
                before = cycle;
                put(`WEIR_TAP_COMMAND + t * TAP_STEP, 32'hffffffff);
                check(t, s == DISABLED ? 1 << t : 0, start);
                check(t, s == RUNNING || s == FAULT || s == STARTING ? 1 << t : 0, stop);
                check(t, s == RUNNING ? 1 << t : 0, doorbell);
                check(t, s == RUNNING || s == STOPPING ? 1 << t : 0, clear);
                check(t, 1, n_cmd);
                if (s != STOPPING) check(t, 1, cycle - before > 24);
                expect_at(`WEIR_TAP_COMMAND + t * TAP_STEP, 0);
                expect_at(`WEIR_TAP_STATE + t * TAP_STEP, (7 - s) << `WEIR_TAP_STATE_ERROR_LSB | s);
                tap_state = 0;
                tap_error = 0;
            end
    endtask

    // The address table: an entry goes out whole, with its TAPS
    task case_addresses;
        integer i;
        begin
            n_adr = 0;
            put(`WEIR_ADDR_LO + 18'h50, 32'h04030201);
            put(`WEIR_ADDR_HI + 18'h50, 32'h12340605);
            put(`WEIR_ADDR_LO + 18'h60, 32'h55555555);
            check(`WEIR_ADDR_LO, 0, n_adr);
            put(`WEIR_ADDR_TAPS + 18'h50, 32'hffff8001);
            check(`WEIR_ADDR_TAPS, 1, n_adr);
            check(`WEIR_ADDR_TAPS, 32'h04030201, adr[5][31:0]);
            check(`WEIR_ADDR_TAPS, 32'h80010605, adr[5][63:32]);
            expect_at(`WEIR_ADDR_HI + 18'h50, 32'h0605);
            expect_at(`WEIR_ADDR_TAPS + 18'h50, 32'h8001);
            for (i = 0; i < 32; i = i + 1) put(`WEIR_ADDR_TAPS + 16 * i, 0);
            check(`WEIR_ADDR_TAPS, 33, n_adr);
            check(`WEIR_ADDR_TAPS, 32'h55555555, adr[6][31:0]);
        end
    endtask

    // Reads and writes at once
    task case_both;
        integer i, j;
        fork
            for (i = 0; i < 200; i = i + 1) put(`WEIR_CTRL_SCRATCH, unique_of(i));
            for (j = 0; j < 200; j = j + 1) expect_at(j & 1 ? `WEIR_ID_MAGIC : `WEIR_PORT_COUNTERS_RX_BYTES,
                                                      j & 1 ? `WEIR_ID_MAGIC_RESET : 32'hc0a10008);
        join
    endtask

    task all_cases;
        integer i;
        begin
            case_reset;
            case_unlisted;
            sweep(1);
            sweep(2);
            sweep(3);
            for (i = 0; i < 1024; i = i + 1) begin
                get(`WEIR_TAP_BASE + 4 * i);
                if (i % 64 != `WEIR_TAPREG_STATE) check(i, got, cfg[i]);
            end
            case_strobes;
            case_locks;
            case_w1c;
            case_pulses;
            case_commands;
            case_addresses;
            case_both;
            expect_at(`WEIR_CTRL_SCRATCH, unique_of(199));
        end
    endtask
