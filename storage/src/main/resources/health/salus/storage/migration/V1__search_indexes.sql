-- HAPI's migrator records its pattern_ops tasks as done on a fresh database without running them;
-- without these two a prefix search reads every row of its parameter.
CREATE INDEX IF NOT EXISTS idx_sp_string_hash_nrm_pattern_ops
    ON public.hfj_spidx_string (hash_norm_prefix, sp_value_normalized varchar_pattern_ops, res_id, partition_id);
CREATE INDEX IF NOT EXISTS idx_sp_uri_hash_identity_pattern_ops
    ON public.hfj_spidx_uri (hash_identity, sp_uri varchar_pattern_ops, res_id, partition_id);
