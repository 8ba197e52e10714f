/** The part of the cluster's image that says who may come in, do what, and how much of it. */
import { AclsImage } from './acls-image.ts';
import { ClientQuotasImage } from './client-quotas-image.ts';
import { DelegationTokenImage } from './delegation-token-image.ts';
import type { MetadataDelta } from './delta.ts';
import type { MetadataRecord } from './records.ts';
import { ScramImage } from './scram-image.ts';

export class AccessImage {
  readonly acls: AclsImage = new AclsImage();
  readonly scram: ScramImage = new ScramImage();
  readonly delegationTokens: DelegationTokenImage = new DelegationTokenImage();
  readonly clientQuotas: ClientQuotasImage = new ClientQuotasImage();

  /** How many `records` are. */
  get recordCount(): number {
    const { acls, scram, delegationTokens, clientQuotas } = this;
    return acls.byId.size + scram.count + delegationTokens.byId.size + clientQuotas.count;
  }

  /** The records that make what is here. */
  records(): MetadataRecord[] {
    const { acls, scram, delegationTokens, clientQuotas } = this;
    return [...acls.records(), ...scram.records(), ...delegationTokens.records(), ...clientQuotas.records()];
  }

  /** Records of other types make no difference here. */
  replay(record: MetadataRecord, delta?: MetadataDelta): void {
    switch (record.type) {
      case 'AccessControlEntryRecord':
        this.acls.replayAdd(record.message, delta);
        break;
      case 'RemoveAccessControlEntryRecord':
        this.acls.replayRemove(record.message, delta);
        break;
      case 'ClientQuotaRecord':
        this.clientQuotas.replay(record.message);
        delta?.quotaChanged();
        break;
      default:
        this.#replayCredential(record, delta);
    }
  }

  #replayCredential(record: MetadataRecord, delta?: MetadataDelta): void {
    switch (record.type) {
      case 'UserScramCredentialRecord':
        this.scram.replaySet(record.message);
        delta?.scramCredentialChanged();
        break;
      case 'RemoveUserScramCredentialRecord':
        this.scram.replayRemove(record.message);
        delta?.scramCredentialChanged();
        break;
      case 'DelegationTokenRecord':
        this.delegationTokens.replaySet(record.message);
        delta?.delegationTokenChanged();
        break;
      case 'RemoveDelegationTokenRecord':
        this.delegationTokens.replayRemove(record.message);
        delta?.delegationTokenChanged();
        break;
      default:
        break;
    }
  }
}
