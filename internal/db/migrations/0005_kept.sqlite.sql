-- +goose Up

-- What no code path may forget is kept by the database itself: the epoch of an organisation, the copies of
-- privacy and ownership that rules read, the counters, links of members to their own candidate, append-only
-- records. The twin for the other engine stands beside this file; both make the same tables.

-- The epoch moves on every write that grants or takes.

-- +goose StatementBegin
CREATE TRIGGER epoch_role_permissions_insert AFTER INSERT ON role_permissions BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_role_permissions_update AFTER UPDATE OF permission ON role_permissions BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_role_permissions_delete AFTER DELETE ON role_permissions BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = OLD.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_roles_update AFTER UPDATE OF system ON roles BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_roles_delete AFTER DELETE ON roles BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = OLD.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_members_insert AFTER INSERT ON members BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_members_update AFTER UPDATE OF role_id, status, access_since, person_id ON members BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_members_delete AFTER DELETE ON members BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = OLD.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_hiring_team_insert AFTER INSERT ON hiring_team BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_hiring_team_update AFTER UPDATE OF team_role ON hiring_team BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_hiring_team_delete AFTER DELETE ON hiring_team BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = OLD.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_positions_update AFTER UPDATE OF private ON positions BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_positions_delete AFTER DELETE ON positions BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = OLD.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_approved_domains_insert AFTER INSERT ON approved_domains BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_approved_domains_update AFTER UPDATE OF is_primary ON approved_domains BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_approved_domains_delete AFTER DELETE ON approved_domains BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = OLD.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_api_keys_insert AFTER INSERT ON api_keys BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_api_keys_update AFTER UPDATE OF permissions, revoked_at, expires_at ON api_keys BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_api_keys_delete AFTER DELETE ON api_keys BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = OLD.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_interview_assignments_insert AFTER INSERT ON interview_assignments BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_interview_assignments_update AFTER UPDATE OF member_id ON interview_assignments BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_interview_assignments_delete AFTER DELETE ON interview_assignments BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = OLD.org_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_settings AFTER UPDATE OF owner_member_id, default_role_id, seal_feedback, second_reviewer ON organizations BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_people AFTER UPDATE OF email_key, email_verified_at ON people BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id IN (SELECT org_id FROM members WHERE person_id = NEW.id);
END;
-- +goose StatementEnd

-- Nothing crosses organisations, and the copies that rules read are true.

-- +goose StatementBegin
CREATE TRIGGER guard_members_insert BEFORE INSERT ON members WHEN NOT EXISTS (SELECT 1 FROM roles r WHERE r.id = NEW.role_id AND r.org_id = NEW.org_id) BEGIN
  SELECT RAISE(ABORT, 'Role does not belong to this org');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_members_update BEFORE UPDATE OF role_id, org_id ON members WHEN NOT EXISTS (SELECT 1 FROM roles r WHERE r.id = NEW.role_id AND r.org_id = NEW.org_id) BEGIN
  SELECT RAISE(ABORT, 'Role does not belong to this org');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_invitations_insert BEFORE INSERT ON invitations WHEN NEW.role_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM roles r WHERE r.id = NEW.role_id AND r.org_id = NEW.org_id) BEGIN
  SELECT RAISE(ABORT, 'Role does not belong to this org');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_invitations_update BEFORE UPDATE OF role_id, org_id ON invitations WHEN NEW.role_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM roles r WHERE r.id = NEW.role_id AND r.org_id = NEW.org_id) BEGIN
  SELECT RAISE(ABORT, 'Role does not belong to this org');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_hiring_team_insert BEFORE INSERT ON hiring_team WHEN NOT EXISTS (SELECT 1 FROM positions p JOIN members m ON m.org_id = p.org_id WHERE p.id = NEW.position_id AND m.id = NEW.member_id AND p.org_id = NEW.org_id) BEGIN
  SELECT RAISE(ABORT, 'hiring team of another organisation');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_hiring_team_update BEFORE UPDATE OF position_id, member_id, org_id ON hiring_team WHEN NOT EXISTS (SELECT 1 FROM positions p JOIN members m ON m.org_id = p.org_id WHERE p.id = NEW.position_id AND m.id = NEW.member_id AND p.org_id = NEW.org_id) BEGIN
  SELECT RAISE(ABORT, 'hiring team of another organisation');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_phases_insert BEFORE INSERT ON phases WHEN NOT EXISTS (SELECT 1 FROM positions p WHERE p.id = NEW.position_id AND p.org_id = NEW.org_id) BEGIN
  SELECT RAISE(ABORT, 'phase of another organisation');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_phases_update BEFORE UPDATE OF position_id, org_id ON phases WHEN NOT EXISTS (SELECT 1 FROM positions p WHERE p.id = NEW.position_id AND p.org_id = NEW.org_id) BEGIN
  SELECT RAISE(ABORT, 'phase of another organisation');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_applications_insert BEFORE INSERT ON applications WHEN NOT EXISTS (SELECT 1 FROM positions p JOIN candidates c ON c.org_id = p.org_id WHERE p.id = NEW.position_id AND c.id = NEW.candidate_id AND p.org_id = NEW.org_id AND p.private = NEW.private AND coalesce(c.own_member_id, '') = coalesce(NEW.own_member_id, '')) BEGIN
  SELECT RAISE(ABORT, 'application differs from its position or candidate');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_applications_update BEFORE UPDATE OF position_id, candidate_id, org_id, private, own_member_id ON applications WHEN NOT EXISTS (SELECT 1 FROM positions p JOIN candidates c ON c.org_id = p.org_id WHERE p.id = NEW.position_id AND c.id = NEW.candidate_id AND p.org_id = NEW.org_id AND p.private = NEW.private AND coalesce(c.own_member_id, '') = coalesce(NEW.own_member_id, '')) BEGIN
  SELECT RAISE(ABORT, 'application differs from its position or candidate');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_applications_phase_insert BEFORE INSERT ON applications WHEN NEW.phase_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM phases p WHERE p.id = NEW.phase_id AND p.position_id = NEW.position_id) BEGIN
  SELECT RAISE(ABORT, 'phase of another position');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_applications_phase_update BEFORE UPDATE OF phase_id, position_id ON applications WHEN NEW.phase_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM phases p WHERE p.id = NEW.phase_id AND p.position_id = NEW.position_id) BEGIN
  SELECT RAISE(ABORT, 'phase of another position');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_interviews_insert BEFORE INSERT ON interviews WHEN NOT EXISTS (SELECT 1 FROM applications a WHERE a.id = NEW.application_id AND a.org_id = NEW.org_id AND a.position_id = NEW.position_id AND a.private = NEW.private AND a.status = NEW.status AND coalesce(a.own_member_id, '') = coalesce(NEW.own_member_id, '')) BEGIN
  SELECT RAISE(ABORT, 'interview differs from its application');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_interviews_update BEFORE UPDATE OF application_id, org_id, position_id, private, status, own_member_id ON interviews WHEN NOT EXISTS (SELECT 1 FROM applications a WHERE a.id = NEW.application_id AND a.org_id = NEW.org_id AND a.position_id = NEW.position_id AND a.private = NEW.private AND a.status = NEW.status AND coalesce(a.own_member_id, '') = coalesce(NEW.own_member_id, '')) BEGIN
  SELECT RAISE(ABORT, 'interview differs from its application');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_scorecards_insert BEFORE INSERT ON scorecards WHEN NOT EXISTS (SELECT 1 FROM interviews i JOIN members m ON m.org_id = i.org_id WHERE i.id = NEW.interview_id AND m.id = NEW.author_id AND i.org_id = NEW.org_id AND i.position_id = NEW.position_id AND i.private = NEW.private AND i.status = NEW.status AND coalesce(i.own_member_id, '') = coalesce(NEW.own_member_id, '')) BEGIN
  SELECT RAISE(ABORT, 'scorecard differs from its interview');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_scorecards_update BEFORE UPDATE OF interview_id, org_id, position_id, private, status, own_member_id, author_id ON scorecards WHEN NOT EXISTS (SELECT 1 FROM interviews i JOIN members m ON m.org_id = i.org_id WHERE i.id = NEW.interview_id AND m.id = NEW.author_id AND i.org_id = NEW.org_id AND i.position_id = NEW.position_id AND i.private = NEW.private AND i.status = NEW.status AND coalesce(i.own_member_id, '') = coalesce(NEW.own_member_id, '')) BEGIN
  SELECT RAISE(ABORT, 'scorecard differs from its interview');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_interview_assignments_insert BEFORE INSERT ON interview_assignments WHEN NOT EXISTS (SELECT 1 FROM interviews i JOIN members m ON m.org_id = i.org_id WHERE i.id = NEW.interview_id AND m.id = NEW.member_id AND i.org_id = NEW.org_id) BEGIN
  SELECT RAISE(ABORT, 'assignment of another organisation');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_interview_assignments_update BEFORE UPDATE OF interview_id, member_id, org_id ON interview_assignments WHEN NOT EXISTS (SELECT 1 FROM interviews i JOIN members m ON m.org_id = i.org_id WHERE i.id = NEW.interview_id AND m.id = NEW.member_id AND i.org_id = NEW.org_id) BEGIN
  SELECT RAISE(ABORT, 'assignment of another organisation');
END;
-- +goose StatementEnd

-- Copies follow their originals.

-- +goose StatementBegin
CREATE TRIGGER copy_position AFTER UPDATE OF private ON positions BEGIN
  UPDATE applications SET private = NEW.private WHERE position_id = NEW.id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER copy_candidate AFTER UPDATE OF own_member_id ON candidates BEGIN
  UPDATE applications SET own_member_id = NEW.own_member_id WHERE candidate_id = NEW.id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER copy_application AFTER UPDATE OF private, status, own_member_id, position_id ON applications BEGIN
  UPDATE interviews SET private = NEW.private, status = NEW.status, own_member_id = NEW.own_member_id, position_id = NEW.position_id WHERE application_id = NEW.id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER copy_interview AFTER UPDATE OF private, status, own_member_id, position_id ON interviews BEGIN
  UPDATE scorecards SET private = NEW.private, status = NEW.status, own_member_id = NEW.own_member_id, position_id = NEW.position_id WHERE interview_id = NEW.id;
END;
-- +goose StatementEnd

-- Counters.

-- +goose StatementBegin
CREATE TRIGGER count_applications_insert AFTER INSERT ON applications BEGIN
  INSERT INTO application_counts (org_id, position_id, private, status, phase_id, n) VALUES (NEW.org_id, NEW.position_id, NEW.private, NEW.status, coalesce(NEW.phase_id, ''), 1)
    ON CONFLICT (org_id, position_id, private, status, phase_id) DO UPDATE SET n = application_counts.n + excluded.n;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_applications_update AFTER UPDATE OF position_id, private, status, phase_id ON applications BEGIN
  INSERT INTO application_counts (org_id, position_id, private, status, phase_id, n) VALUES (OLD.org_id, OLD.position_id, OLD.private, OLD.status, coalesce(OLD.phase_id, ''), -1)
    ON CONFLICT (org_id, position_id, private, status, phase_id) DO UPDATE SET n = application_counts.n + excluded.n;
  INSERT INTO application_counts (org_id, position_id, private, status, phase_id, n) VALUES (NEW.org_id, NEW.position_id, NEW.private, NEW.status, coalesce(NEW.phase_id, ''), 1)
    ON CONFLICT (org_id, position_id, private, status, phase_id) DO UPDATE SET n = application_counts.n + excluded.n;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_applications_delete AFTER DELETE ON applications BEGIN
  INSERT INTO application_counts (org_id, position_id, private, status, phase_id, n) VALUES (OLD.org_id, OLD.position_id, OLD.private, OLD.status, coalesce(OLD.phase_id, ''), -1)
    ON CONFLICT (org_id, position_id, private, status, phase_id) DO UPDATE SET n = application_counts.n + excluded.n;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_candidate_applications_insert AFTER INSERT ON applications BEGIN
  UPDATE candidates SET apps = apps + 1, open_apps = open_apps + CASE WHEN NEW.private THEN 0 ELSE 1 END,
    sight = CASE WHEN apps + 1 = 0 THEN 'none' WHEN open_apps + CASE WHEN NEW.private THEN 0 ELSE 1 END > 0 THEN 'open' ELSE 'private' END WHERE id = NEW.candidate_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_candidate_applications_update AFTER UPDATE OF private, candidate_id ON applications BEGIN
  UPDATE candidates SET apps = apps - 1, open_apps = open_apps - CASE WHEN OLD.private THEN 0 ELSE 1 END,
    sight = CASE WHEN apps - 1 = 0 THEN 'none' WHEN open_apps - CASE WHEN OLD.private THEN 0 ELSE 1 END > 0 THEN 'open' ELSE 'private' END WHERE id = OLD.candidate_id;
  UPDATE candidates SET apps = apps + 1, open_apps = open_apps + CASE WHEN NEW.private THEN 0 ELSE 1 END,
    sight = CASE WHEN apps + 1 = 0 THEN 'none' WHEN open_apps + CASE WHEN NEW.private THEN 0 ELSE 1 END > 0 THEN 'open' ELSE 'private' END WHERE id = NEW.candidate_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_candidate_applications_delete AFTER DELETE ON applications BEGIN
  UPDATE candidates SET apps = apps - 1, open_apps = open_apps - CASE WHEN OLD.private THEN 0 ELSE 1 END,
    sight = CASE WHEN apps - 1 = 0 THEN 'none' WHEN open_apps - CASE WHEN OLD.private THEN 0 ELSE 1 END > 0 THEN 'open' ELSE 'private' END WHERE id = OLD.candidate_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_candidates_insert AFTER INSERT ON candidates BEGIN
  INSERT INTO candidate_counts (org_id, sight, n) VALUES (NEW.org_id, NEW.sight, 1)
    ON CONFLICT (org_id, sight) DO UPDATE SET n = candidate_counts.n + excluded.n;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_candidates_update AFTER UPDATE OF sight ON candidates BEGIN
  INSERT INTO candidate_counts (org_id, sight, n) VALUES (OLD.org_id, OLD.sight, -1)
    ON CONFLICT (org_id, sight) DO UPDATE SET n = candidate_counts.n + excluded.n;
  INSERT INTO candidate_counts (org_id, sight, n) VALUES (NEW.org_id, NEW.sight, 1)
    ON CONFLICT (org_id, sight) DO UPDATE SET n = candidate_counts.n + excluded.n;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_candidates_delete AFTER DELETE ON candidates BEGIN
  INSERT INTO candidate_counts (org_id, sight, n) VALUES (OLD.org_id, OLD.sight, -1)
    ON CONFLICT (org_id, sight) DO UPDATE SET n = candidate_counts.n + excluded.n;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_positions_insert AFTER INSERT ON positions BEGIN
  INSERT INTO position_counts (org_id, private, status, n) VALUES (NEW.org_id, NEW.private, NEW.status, 1)
    ON CONFLICT (org_id, private, status) DO UPDATE SET n = position_counts.n + excluded.n;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_positions_update AFTER UPDATE OF private, status ON positions BEGIN
  INSERT INTO position_counts (org_id, private, status, n) VALUES (OLD.org_id, OLD.private, OLD.status, -1)
    ON CONFLICT (org_id, private, status) DO UPDATE SET n = position_counts.n + excluded.n;
  INSERT INTO position_counts (org_id, private, status, n) VALUES (NEW.org_id, NEW.private, NEW.status, 1)
    ON CONFLICT (org_id, private, status) DO UPDATE SET n = position_counts.n + excluded.n;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_positions_delete AFTER DELETE ON positions BEGIN
  INSERT INTO position_counts (org_id, private, status, n) VALUES (OLD.org_id, OLD.private, OLD.status, -1)
    ON CONFLICT (org_id, private, status) DO UPDATE SET n = position_counts.n + excluded.n;
END;
-- +goose StatementEnd

-- Own file: a candidate with the verified address of a member is that member. Links are made here and only taken
-- away by hand ('unlinked' is not linked again).

-- +goose StatementBegin
CREATE TRIGGER own_by_email_insert AFTER INSERT ON candidate_emails BEGIN
  UPDATE candidates SET own_how = 'email', own_member_id = (SELECT m.id FROM people p JOIN members m ON m.person_id = p.id
      WHERE p.email_key = NEW.email_key AND p.email_verified_at IS NOT NULL AND m.org_id = NEW.org_id ORDER BY m.id LIMIT 1)
    WHERE id = NEW.candidate_id AND own_how = '' AND EXISTS (SELECT 1 FROM people p JOIN members m ON m.person_id = p.id
      WHERE p.email_key = NEW.email_key AND p.email_verified_at IS NOT NULL AND m.org_id = NEW.org_id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER own_by_email_update AFTER UPDATE OF email_key ON candidate_emails BEGIN
  UPDATE candidates SET own_how = 'email', own_member_id = (SELECT m.id FROM people p JOIN members m ON m.person_id = p.id
      WHERE p.email_key = NEW.email_key AND p.email_verified_at IS NOT NULL AND m.org_id = NEW.org_id ORDER BY m.id LIMIT 1)
    WHERE id = NEW.candidate_id AND own_how = '' AND EXISTS (SELECT 1 FROM people p JOIN members m ON m.person_id = p.id
      WHERE p.email_key = NEW.email_key AND p.email_verified_at IS NOT NULL AND m.org_id = NEW.org_id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER own_by_person AFTER UPDATE OF email_key, email_verified_at ON people BEGIN
  UPDATE candidates SET own_how = 'email', own_member_id = (SELECT m.id FROM members m WHERE m.person_id = NEW.id AND m.org_id = candidates.org_id)
    WHERE own_how = '' AND NEW.email_verified_at IS NOT NULL
      AND id IN (SELECT e.candidate_id FROM candidate_emails e JOIN members m ON m.org_id = e.org_id AND m.person_id = NEW.id WHERE e.email_key = NEW.email_key);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER own_by_member AFTER INSERT ON members BEGIN
  UPDATE candidates SET own_how = 'email', own_member_id = NEW.id
    WHERE own_how = '' AND org_id = NEW.org_id
      AND id IN (SELECT e.candidate_id FROM candidate_emails e JOIN people p ON p.email_key = e.email_key
        WHERE e.org_id = NEW.org_id AND p.id = NEW.person_id AND p.email_verified_at IS NOT NULL);
END;
-- +goose StatementEnd

-- Records are append-only; lines go only after the thing they speak of is gone.

-- +goose StatementBegin
CREATE TRIGGER append_activity_update BEFORE UPDATE ON activity BEGIN
  SELECT RAISE(ABORT, 'activity is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER append_activity_delete BEFORE DELETE ON activity WHEN EXISTS (SELECT 1 FROM organizations o WHERE o.id = OLD.org_id) AND (OLD.application_id IS NULL OR EXISTS (SELECT 1 FROM applications a WHERE a.id = OLD.application_id)) AND (OLD.position_id IS NULL OR OLD.application_id IS NOT NULL OR EXISTS (SELECT 1 FROM positions p WHERE p.id = OLD.position_id)) AND (OLD.candidate_id IS NULL OR OLD.application_id IS NOT NULL OR EXISTS (SELECT 1 FROM candidates c WHERE c.id = OLD.candidate_id)) BEGIN
  SELECT RAISE(ABORT, 'activity is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER append_audit_update BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'audit is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER append_audit_delete BEFORE DELETE ON audit WHEN EXISTS (SELECT 1 FROM organizations o WHERE o.id = OLD.org_id) BEGIN
  SELECT RAISE(ABORT, 'audit is append-only');
END;
-- +goose StatementEnd
