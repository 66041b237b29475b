-- +goose Up
-- What has not left the outbox is counted whenever /metrics is read; what was sent, which is most, is not in the index.
CREATE INDEX mails_unsent ON mails (state) WHERE state IN ('queued', 'claimed', 'handed', 'uncertain', 'failed');
