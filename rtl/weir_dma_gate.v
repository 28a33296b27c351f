// SPDX-License-Identifier: BSD-3-Clause
// The only block that drives AXI addresses. Requesters name a slot, an offset and a length; the gate
// holds each slot's window, written from descriptor reads alone, and constructs the address.
//
// Slots: CLOSED -(descriptor read)-> LOADING -(valid descriptor)-> OPEN -(command with close)-> CLOSING
// -(all its bursts answered, its status read answered)-> CLOSED.
// Write commands {beats 1..16, word offset in the block}: passed if the slot is OPEN, the burst ends
// inside the window and inside its 4 KiB page; otherwise its data are swallowed and it is answered
// `refused`. The completion table is a window of one page of its own.
// Reads: the descriptor {table of the tap, index} of a CLOSED slot, the 8 bytes at offset 8 of an OPEN
// slot's block, nothing else.
//
// Throughput: a burst every 2 cycles, a beat every cycle; a close lets nothing else in until it is issued.
// Answers come in the order of the commands. Backpressure: valid/ready everywhere, ready from registers;
// data of a burst are offered only after its address was. All outputs are registers, W's data the one of two.
// Latency: 4 cycles from a command to AW, 4 from a read request to AR.
// Proven (rtl/formal/weir_dma_gate_f.vh): every AW, W and AR lies in an open window, in one page; a slot is
// CLOSED only with none of its bursts unissued or unanswered.
`default_nettype none

module weir_dma_gate #(
    // Width of the data bus in bits, and log2 of its bytes
    parameter DMA_W = 256,
    parameter LB    = 5,
    // log2 of taps, and of slots of all taps together
    parameter TW    = 4,
    parameter SW    = 7,
    // Width of what a requester gets back with the answer
    parameter TAG_W = 6,
    // log2 of bursts that may be unanswered, of bursts whose data may wait, of reads that may be unanswered
    parameter OUT_LG  = 6,
    parameter DATA_LG = 3,
    parameter READ_LG = 4
) (
    input  wire                 clk,
    input  wire                 rst,

    // Page of the completion table; changes only while all slots are closed
    input  wire [51:0]          compl_page,
    // Descriptor tables, one page-aligned address a tap
    input  wire                 ring_we,
    input  wire                 ring_hi,
    input  wire [TW-1:0]        ring_tap,
    input  wire [31:0]          ring_data,

    // Write commands. wr: has data; close: last command of the slot; src: which data stream;
    // compl: completion table instead of a slot
    input  wire                 cmd_valid,
    output wire                 cmd_ready,
    input  wire                 cmd_wr,
    input  wire                 cmd_close,
    input  wire                 cmd_compl,
    input  wire                 cmd_src,
    input  wire [SW-1:0]        cmd_slot,
    input  wire [21:LB]         cmd_off,
    input  wire [4:0]           cmd_beats,
    input  wire [TAG_W-1:0]     cmd_tag,
    // Data of source 0 and 1, one beat each
    input  wire                 d0_valid,
    output wire                 d0_ready,
    input  wire [DMA_W-1:0]     d0_data,
    input  wire [DMA_W/8-1:0]   d0_strb,
    input  wire                 d1_valid,
    output wire                 d1_ready,
    input  wire [DMA_W-1:0]     d1_data,
    input  wire [DMA_W/8-1:0]   d1_strb,
    // Answers, in order
    output wire                 ans_valid,
    input  wire                 ans_ready,
    output wire [TAG_W-1:0]     ans_tag,
    output wire                 ans_err,
    output wire                 ans_refused,

    // Read requests
    input  wire                 rq_valid,
    output wire                 rq_ready,
    input  wire                 rq_desc,
    input  wire [SW-1:0]        rq_slot,
    input  wire [15:0]          rq_index,
    input  wire                 rq_tag,
    output reg                  rr_valid,
    output reg                  rr_desc,
    output reg  [SW-1:0]        rr_slot,
    output reg                  rr_tag,
    output reg                  rr_err,
    output reg                  rr_refused,
    output reg                  rr_good,
    output reg  [10:0]          rr_pages,

    // A refusal, for the counter; anything unanswered
    output reg                  refused,
    output wire                 busy,

    output reg  [63:0]          m_axi_awaddr,
    output reg  [7:0]           m_axi_awlen,
    output reg                  m_axi_awvalid,
    input  wire                 m_axi_awready,
    output wire [DMA_W-1:0]     m_axi_wdata,
    output wire [DMA_W/8-1:0]   m_axi_wstrb,
    output wire                 m_axi_wlast,
    output wire                 m_axi_wvalid,
    input  wire                 m_axi_wready,
    input  wire [1:0]           m_axi_bresp,
    input  wire                 m_axi_bvalid,
    output wire                 m_axi_bready,
    output reg  [63:0]          m_axi_araddr,
    output reg                  m_axi_arvalid,
    input  wire                 m_axi_arready,
    input  wire [DMA_W-1:0]     m_axi_rdata,
    input  wire [1:0]           m_axi_rresp,
    input  wire                 m_axi_rvalid,
    output wire                 m_axi_rready
);

    localparam SLOTS = 1 << SW;
    // Words of a page
    localparam PW = 12 - LB;

`ifdef FORMAL
    // What the proof looks at inside the blocks below; f_s is any slot
    (* anyconst *) wire [SW-1:0] f_s;
    wire [62:0]                  f_win_w;
    wire [51:0]                  f_win_r, f_ring;
    wire [DATA_LG:0]             f_wc_used;
    wire                         f_wc_more;
    wire [6:0]                   f_wc_second;
    wire [(7<<DATA_LG)-1:0]      f_wc_all;
    wire [OUT_LG:0]              f_tg_used;
    wire [((TAG_W+SW+3)<<OUT_LG)-1:0] f_tg_all;
    wire [READ_LG:0]             f_rt_used;
    wire [((SW+LB-1)<<READ_LG)-1:0] f_rt_all;
    wire                         f_w_more, f_b_more;
    wire [DMA_W+DMA_W/8:0]       f_w_spare;
`endif

    // CLOSED: closed_q; OPEN: open_q; LOADING or CLOSING: neither. reading: a status read is unanswered
    // (nowrshmsk: Yosys decodes an index instead of shifting a mask; half the LUTs)
    (* nowrshmsk *) reg [SLOTS-1:0] closed_q, open_q, reading_q;

    // ---- windows: written from descriptor reads only -------------------------------------------
    wire              ld_we;
    wire [SW-1:0]     ld_slot;
    wire [62:0]       ld_win;
    wire [62:0]       win_w;
    wire [51:0]       win_r;
    reg  [SW-1:0]     s1_slot_q, r1_slot_q;

    weir_lutram #(.W(63), .AW(SW)) u_win_w (
        .clk(clk), .we(ld_we), .waddr(ld_slot), .wdata(ld_win), .raddr(s1_slot_q), .rdata(win_w)
`ifdef FORMAL
        , .f_look(f_s), .f_seen(f_win_w)
`endif
    );
    weir_lutram #(.W(52), .AW(SW)) u_win_r (
        .clk(clk), .we(ld_we), .waddr(ld_slot), .wdata(ld_win[62:11]), .raddr(r1_slot_q),
        .rdata(win_r)
`ifdef FORMAL
        , .f_look(f_s), .f_seen(f_win_r)
`endif
    );

    wire [51:0] ring_page;
    weir_lutram #(.W(32), .AW(TW)) u_ring_hi (
        .clk(clk), .we(ring_we && ring_hi), .waddr(ring_tap), .wdata(ring_data),
        .raddr(r1_slot_q[SW-1 -: TW]), .rdata(ring_page[51:20])
`ifdef FORMAL
        , .f_look(f_s[SW-1 -: TW]), .f_seen(f_ring[51:20])
`endif
    );
    weir_lutram #(.W(20), .AW(TW)) u_ring_lo (
        .clk(clk), .we(ring_we && !ring_hi), .waddr(ring_tap), .wdata(ring_data[31:12]),
        .raddr(r1_slot_q[SW-1 -: TW]), .rdata(ring_page[19:0])
`ifdef FORMAL
        , .f_look(f_s[SW-1 -: TW]), .f_seen(f_ring[19:0])
`endif
    );

    // ---- write commands: s1 taken, s2 window and state of one moment, s3 checked ------------------
    // A step takes over when the next one is empty. A command with close lets no command and no read
    // request in until it is issued, and is issued when no read request is on its way to AR. So what
    // s2 and the reads saw of a slot still holds when they are issued.
    reg               s1_valid_q, s2_valid_q, s3_valid_q, block_q;
    reg               s1_wr_q, s1_close_q, s1_compl_q, s1_src_q;
    reg               s2_wr_q, s2_close_q, s2_shut_q, s2_src_q, s2_open_q;
    reg               s3_wr_q, s3_close_q, s3_shut_q, s3_src_q, s3_ok_q;
    reg  [SW-1:0]     s2_slot_q, s3_slot_q;
    reg  [21:LB]      s1_off_q, s2_off_q;
    reg  [4:0]        s1_beats_q, s2_beats_q, s3_beats_q;
    reg  [TAG_W-1:0]  s1_tag_q, s2_tag_q, s3_tag_q;
    reg  [51:0]       s2_page_q, s3_page_q;
    reg  [10:0]       s2_pages_q;
    reg  [PW-1:0]     s3_word_q;

    wire wctl_ready, tag_ready, rd_idle;
    wire take  = cmd_valid && cmd_ready;
    wire step2 = s1_valid_q && !s2_valid_q;
    wire step3 = s2_valid_q && !s3_valid_q;
    wire fire  = s3_valid_q && wctl_ready && tag_ready && !m_axi_awvalid && (!s3_close_q || rd_idle);

    assign cmd_ready = !s1_valid_q && !block_q;

    wire [PW:0] s2_end = {1'b0, s2_off_q[11:LB]} + {{(PW-4){1'b0}}, s2_beats_q};
    wire s2_fits = s2_end <= (1 << PW) && s2_beats_q != 5'd0 && s2_beats_q <= 5'd16;
    wire s2_in   = {1'b0, s2_off_q[21:12]} < s2_pages_q;

    always @(posedge clk) begin
        if (take) begin
            s1_wr_q    <= cmd_wr;
            s1_close_q <= cmd_close;
            s1_compl_q <= cmd_compl;
            s1_src_q   <= cmd_src;
            s1_slot_q  <= cmd_slot;
            s1_off_q   <= cmd_off;
            s1_beats_q <= cmd_beats;
            s1_tag_q   <= cmd_tag;
        end
        if (step2) begin
            s2_wr_q    <= s1_wr_q;
            s2_close_q <= s1_close_q;
            s2_shut_q  <= s1_close_q && !s1_compl_q;
            s2_src_q   <= s1_src_q;
            s2_slot_q  <= s1_slot_q;
            s2_off_q   <= s1_off_q;
            s2_beats_q <= s1_beats_q;
            s2_tag_q   <= s1_tag_q;
            s2_open_q  <= s1_compl_q || open_q[s1_slot_q];
            s2_page_q  <= s1_compl_q ? compl_page : win_w[62:11];
            s2_pages_q <= s1_compl_q ? 11'd1 : win_w[10:0];
        end
        if (step3) begin
            s3_wr_q    <= s2_wr_q;
            s3_close_q <= s2_close_q;
            s3_shut_q  <= s2_shut_q && s2_open_q;
            s3_src_q   <= s2_src_q;
            s3_slot_q  <= s2_slot_q;
            s3_beats_q <= s2_beats_q;
            s3_tag_q   <= s2_tag_q;
            s3_ok_q    <= s2_open_q && s2_fits && s2_in;
            s3_page_q  <= s2_page_q + {42'd0, s2_off_q[21:12]};
            s3_word_q  <= s2_off_q[11:LB];
        end
        s1_valid_q <= take || (s1_valid_q && !step2);
        s2_valid_q <= step2 || (s2_valid_q && !step3);
        s3_valid_q <= step3 || (s3_valid_q && !fire);
        if (take)
            block_q <= cmd_close;
        else if (fire && s3_close_q)
            block_q <= 1'b0;
        if (rst) begin
            s1_valid_q <= 1'b0;
            s2_valid_q <= 1'b0;
            s3_valid_q <= 1'b0;
            block_q    <= 1'b0;
        end
    end

    // ---- AW ----------------------------------------------------------------------------------------
    wire issue = fire && s3_wr_q && s3_ok_q;

    always @(posedge clk) begin
        if (!m_axi_awvalid) begin
            m_axi_awaddr <= {s3_page_q, s3_word_q, {LB{1'b0}}};
            m_axi_awlen  <= {3'd0, s3_beats_q - 5'd1};
        end
        m_axi_awvalid <= issue || (m_axi_awvalid && !m_axi_awready);
        refused <= (fire && s3_wr_q && !s3_ok_q) || (rr_valid && rr_refused);
        if (rst)
            m_axi_awvalid <= 1'b0;
    end

    // ---- W: a burst's data are offered after its address was (AXI A3.3: not after it was taken) ------
    wire              wc_valid, wc_src, wc_pass;
    wire [4:0]        wc_beats;
    wire              wc_take;
    weir_fifo #(.W(7), .LG(DATA_LG), .AFULL(1), .WIDE(1)) u_wctl (
        .clk(clk), .rst(rst),
        .s_valid(fire && s3_wr_q), .s_ready(wctl_ready), .s_data({s3_ok_q, s3_src_q, s3_beats_q}),
        .m_valid(wc_valid), .m_ready(wc_take), .m_data({wc_pass, wc_src, wc_beats}), .afull()
`ifdef FORMAL
        , .f_used(f_wc_used), .f_all(f_wc_all), .f_more(f_wc_more), .f_second(f_wc_second)
`endif
    );

    // A burst of which source is under way: at most one of the two bits
    reg               wb_d0_q, wb_d1_q, wb_pass_q;
    wire              wb_valid_q = wb_d0_q || wb_d1_q;
    reg  [4:0]        wb_left_q;
    wire              ws_ready;
    wire              d_move  = (d0_ready && d0_valid) || (d1_ready && d1_valid);
    wire              d_last  = wb_left_q == 5'd1;
    wire              wb_free = !wb_valid_q || (d_move && d_last);
    assign wc_take  = wc_valid && wb_free;
    assign d0_ready = wb_d0_q && (ws_ready || !wb_pass_q);
    assign d1_ready = wb_d1_q && (ws_ready || !wb_pass_q);

    always @(posedge clk) begin
        if (wc_take) begin
            wb_pass_q <= wc_pass;
            wb_left_q <= wc_beats;
        end else if (d_move) begin
            wb_left_q <= wb_left_q - 5'd1;
        end
        if (wc_take)
            {wb_d1_q, wb_d0_q} <= {wc_src, !wc_src};
        else if (d_move && d_last)
            {wb_d1_q, wb_d0_q} <= 2'b00;
        if (rst)
            {wb_d1_q, wb_d0_q} <= 2'b00;
    end

    weir_pair #(.W(DMA_W + DMA_W/8 + 1)) u_w (
        .clk(clk), .rst(rst),
        .s_valid(wb_pass_q && ((wb_d0_q && d0_valid) || (wb_d1_q && d1_valid))), .s_ready(ws_ready),
        .s_data({d_last, wb_d1_q ? d1_strb : d0_strb, wb_d1_q ? d1_data : d0_data}),
        .m_valid(m_axi_wvalid), .m_ready(m_axi_wready),
        .m_data({m_axi_wlast, m_axi_wstrb, m_axi_wdata})
`ifdef FORMAL
        , .f_spare_valid(f_w_more), .f_spare(f_w_spare)
`endif
    );

    // ---- answers -------------------------------------------------------------------------------------
    wire              tg_valid, tg_wait, tg_ref, tg_close;
    wire [SW-1:0]     tg_slot;
    wire [TAG_W-1:0]  tg_tag;
    wire              tg_pop;
    weir_fifo #(.W(TAG_W + SW + 3), .LG(OUT_LG), .AFULL(1)) u_tag (
        .clk(clk), .rst(rst),
        .s_valid(fire), .s_ready(tag_ready),
        .s_data({s3_tag_q, s3_slot_q, s3_shut_q, s3_wr_q && !s3_ok_q, s3_wr_q && s3_ok_q}),
        .m_valid(tg_valid), .m_ready(tg_pop),
        .m_data({tg_tag, tg_slot, tg_close, tg_ref, tg_wait}), .afull()
`ifdef FORMAL
        , .f_used(f_tg_used), .f_all(f_tg_all)
`endif
    );

    wire              b_valid, b_err;
    weir_skid #(.W(1)) u_b (
        .clk(clk), .rst(rst), .s_valid(m_axi_bvalid), .s_ready(m_axi_bready), .s_data(m_axi_bresp[1]),
        .m_valid(b_valid), .m_ready(tg_pop && tg_wait), .m_data(b_err)
`ifdef FORMAL
        , .f_spare_valid(f_b_more)
`endif
    );

    // A closing slot whose status read is unanswered holds its answer back.
    reg               tg_hold_q;
    reg               an_valid_q, an_err_q, an_ref_q;
    reg  [TAG_W-1:0]  an_tag_q;
    reg               tg_seen_q;
    assign tg_pop = tg_valid && tg_seen_q && !tg_hold_q && (b_valid || !tg_wait)
                    && (!an_valid_q || ans_ready);
    assign ans_valid   = an_valid_q;
    assign ans_tag     = an_tag_q;
    assign ans_err     = an_err_q;
    assign ans_refused = an_ref_q;

    always @(posedge clk) begin
        // Looked up one cycle ahead; a slot that is CLOSING gets no new read.
        tg_seen_q <= tg_valid && !tg_pop;
        tg_hold_q <= tg_close && reading_q[tg_slot];
        if (tg_pop) begin
            an_tag_q <= tg_tag;
            an_err_q <= tg_wait && b_err;
            an_ref_q <= tg_ref;
        end
        if (tg_pop)
            an_valid_q <= 1'b1;
        else if (ans_ready)
            an_valid_q <= 1'b0;
        if (rst) begin
            an_valid_q <= 1'b0;
            tg_seen_q  <= 1'b0;
        end
    end

    // ---- reads -----------------------------------------------------------------------------------------
    // One request at a time: r1 the slot's state, then the address; r2 AR; refused ones are answered in place.
    reg               r1_valid_q, r1_seen_q, r1_desc_q, r1_tag_q;
    reg               r1_closed_q, r1_open_q, r1_reading_q;
    reg  [51:0]       r1_page_q;
    reg  [15:0]       r1_index_q;
    reg               r2_valid_q, r2_desc_q, r2_tag_q, r2_may_q;
    reg  [SW-1:0]     r2_slot_q;
    wire              rt_ready, rt_valid, rt_desc, rt_tag;
    wire [SW-1:0]     rt_slot;
    wire              ar_fire = r2_valid_q && r2_may_q && rt_ready && !m_axi_arvalid;
    wire              r2_ref  = r2_valid_q && !r2_may_q && !rt_valid;
    reg  [63:0]       r2_addr_q;

    assign rd_idle  = !r1_valid_q && !r2_valid_q;
    assign rq_ready = rd_idle && !block_q;

    always @(posedge clk) begin
        if (rq_ready) begin
            r1_desc_q  <= rq_desc;
            r1_slot_q  <= rq_slot;
            r1_tag_q   <= rq_tag;
            r1_index_q <= rq_index;
        end
        r1_valid_q   <= (rq_valid && rq_ready) || (r1_valid_q && !r1_seen_q);
        r1_seen_q    <= r1_valid_q && !r1_seen_q;
        r1_closed_q  <= closed_q[r1_slot_q];
        r1_open_q    <= open_q[r1_slot_q];
        r1_reading_q <= reading_q[r1_slot_q];
        r1_page_q    <= r1_desc_q ? ring_page : win_r;
        if (r1_seen_q) begin
            r2_desc_q <= r1_desc_q;
            r2_slot_q <= r1_slot_q;
            r2_tag_q  <= r1_tag_q;
            r2_may_q  <= r1_desc_q ? r1_closed_q : r1_open_q && !r1_reading_q;
            r2_addr_q <= r1_desc_q ? {r1_page_q + {45'd0, r1_index_q[15:9]}, r1_index_q[8:0], 3'd0}
                                   : {r1_page_q, 12'h008};
        end
        r2_valid_q <= r1_seen_q || (r2_valid_q && !ar_fire && !r2_ref);
        if (!m_axi_arvalid)
            m_axi_araddr <= r2_addr_q;
        m_axi_arvalid <= ar_fire || (m_axi_arvalid && !m_axi_arready);
        if (rst) begin
            r1_valid_q    <= 1'b0;
            r1_seen_q     <= 1'b0;
            r2_valid_q    <= 1'b0;
            m_axi_arvalid <= 1'b0;
        end
    end

    // Lane of the bus: descriptors lie at any multiple of 8, the status at 8
    wire [LB-4:0]     rt_lane;
    weir_fifo #(.W(SW + 2 + LB - 3), .LG(READ_LG), .AFULL(1)) u_rt (
        .clk(clk), .rst(rst),
        .s_valid(ar_fire), .s_ready(rt_ready),
        .s_data({r2_slot_q, r2_tag_q, r2_desc_q, r2_addr_q[LB-1:3]}),
        .m_valid(rt_valid), .m_ready(rr_valid && !rr_refused),
        .m_data({rt_slot, rt_tag, rt_desc, rt_lane}), .afull()
`ifdef FORMAL
        , .f_used(f_rt_used), .f_all(f_rt_all)
`endif
    );

    reg               rd_valid_q, rd_err_q;
    reg  [63:0]       rd_word_q;
    reg               rs_valid_q, rs_err_q;
    reg  [DMA_W-1:0]  rs_data_q;
    wire              rd_good = rd_word_q[11] && rd_word_q[10:0] != 11'd0 && rd_word_q[10:0] <= 11'd1024;
    // A read answer is worked off in three steps; the bus waits meanwhile.
    assign m_axi_rready = !rs_valid_q && !rd_valid_q && !rr_valid;

    always @(posedge clk) begin
        rs_valid_q <= m_axi_rvalid && m_axi_rready;
        rs_data_q  <= m_axi_rdata;
        rs_err_q   <= m_axi_rresp[1];
        rd_valid_q <= rs_valid_q;
        rd_err_q   <= rs_err_q;
        rd_word_q  <= rs_data_q[{rt_lane, 6'd0} +: 64];

        rr_valid   <= rd_valid_q || r2_ref;
        rr_refused <= r2_ref;
        rr_desc    <= r2_ref ? r2_desc_q : rt_desc;
        rr_slot    <= r2_ref ? r2_slot_q : rt_slot;
        rr_tag     <= r2_ref ? r2_tag_q : rt_tag;
        rr_err     <= rd_err_q;
        rr_pages   <= rd_word_q[10:0];
        // A descriptor is good if valid and of 1 to 1,024 pages; a block is free if USER is clear.
        rr_good    <= rt_desc ? rd_good : !rd_word_q[0];
        if (rst) begin
            rs_valid_q <= 1'b0;
            rd_valid_q <= 1'b0;
            rr_valid   <= 1'b0;
        end
    end

    // ---- slot states: what was decided in one cycle is worked in in the next -----------------------
    reg  [62:0]       rr_win_q;
    // the answer is that of a good descriptor, which opens its slot
    reg               rr_ld_q;
    reg               sh_q, ar_q, ar_desc_q, pc_q;
    reg  [SW-1:0]     sh_slot_q, ar_slot_q, pc_slot_q;
    always @(posedge clk) begin
        rr_win_q  <= {rd_word_q[63:12], rd_word_q[10:0]};
        rr_ld_q   <= rd_valid_q && !r2_ref && rt_desc && rd_good && !rd_err_q && !rst;
        sh_q      <= fire && s3_shut_q;
        sh_slot_q <= s3_slot_q;
        ar_q      <= ar_fire;
        ar_desc_q <= r2_desc_q;
        ar_slot_q <= r2_slot_q;
        pc_q      <= tg_pop && tg_close;
        pc_slot_q <= tg_slot;
        if (rst) begin
            sh_q <= 1'b0;
            ar_q <= 1'b0;
            pc_q <= 1'b0;
        end
    end

    wire rr_load = rr_valid && rr_desc && !rr_refused;
    assign ld_we   = rr_ld_q;
    assign ld_slot = rr_slot;
    assign ld_win  = rr_win_q;

    always @(posedge clk) begin
        if (rr_load) begin
            open_q[rr_slot]   <= rr_ld_q;
            closed_q[rr_slot] <= !rr_ld_q;
        end
        if (rr_valid && !rr_desc && !rr_refused)
            reading_q[rr_slot] <= 1'b0;
        if (ar_q && ar_desc_q)
            closed_q[ar_slot_q] <= 1'b0;
        if (ar_q && !ar_desc_q)
            reading_q[ar_slot_q] <= 1'b1;
        if (sh_q)
            open_q[sh_slot_q] <= 1'b0;
        if (pc_q)
            closed_q[pc_slot_q] <= 1'b1;
        if (rst) begin
            closed_q  <= {SLOTS{1'b1}};
            open_q    <= {SLOTS{1'b0}};
            reading_q <= {SLOTS{1'b0}};
        end
    end

    wire unused = &{1'b0, m_axi_bresp[0], m_axi_rresp[0]};

    // What was issued is in the queues two cycles later
    reg fired_q;
    always @(posedge clk)
        fired_q <= fire && !rst;
    assign busy = s1_valid_q || s2_valid_q || s3_valid_q || fired_q || tg_valid || an_valid_q
                  || r1_valid_q || r2_valid_q || m_axi_arvalid || rt_valid;

`ifdef FORMAL
`include "weir_dma_gate_f.vh"
`endif
endmodule

`default_nettype wire
