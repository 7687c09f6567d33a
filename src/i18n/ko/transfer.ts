import type * as source from '../en/transfer';
import type { Words } from '../en';

export const transfer: Words<typeof source.transfer> = {
  pick: { runs: '실행 또는 모델 가져오기', model: '모델 파일 열기' },
  going: {
    export: '실행 확인 중',
    model: '파일 쓰는 중',
    import: '파일 확인 및 복사 중',
    trained: '훈련된 모델을 받아 확인하는 중',
    rename: '이름 변경 중',
  },
  progress: '{{total}} 중 {{done}}',
  cancel: '취소',
  exported: {
    export: '실행을 {{file}} 파일로 다운로드합니다',
    model: '모델을 {{file}} 파일로 다운로드합니다',
  },
  imported: '실행을 가져와 목록에 넣었습니다',
  opened: '{{writer}}에서 만든 모델({{model}})을 열었습니다',
  openedOwn: '이 실습실에서 훈련한 모델({{model}})을 열었습니다',
  refused: {
    export: '실행을 내보내지 않았습니다',
    model: '파일을 만들지 않았습니다',
    import: '파일을 가져오지 않았습니다',
    trained: '훈련된 모델을 열지 않았습니다',
    rename: '실행 이름을 바꾸지 않았습니다',
  },
  kept: {
    export: '저장된 실행은 그대로 있습니다.',
    model: '모델은 그대로 있습니다.',
    import: '지금의 모델과 저장된 실행은 그대로 있습니다.',
    trained: '지금의 모델과 저장된 실행은 그대로 있습니다.',
    rename: '이전 이름 그대로입니다.',
  },
  space: '{{need}}가 필요한데 {{free}}만 남아 있습니다.',
  reasons: {
    'not-a-snapshot': '이 페이지에서 내보낸 실행이 아닙니다.',
    'newer-version': '이 페이지의 더 최신 버전에서 만든 파일입니다. 페이지를 새로 고친 뒤 다시 시도하세요.',
    truncated: '파일의 끝부분이 없습니다. 복사나 다운로드가 끝까지 되지 않았으니 파일을 다시 받으세요.',
    damaged: '파일이 손상되어 내용이 저장할 때와 다릅니다. 파일을 다시 받으세요.',
    'wrong-shape': '가중치가 파일에 적힌 신경망과 맞지 않습니다.',
    implausible: '수치가 서로 모순됩니다. 이 페이지의 실행에서는 나올 수 없는 값입니다.',
    'not-a-model':
      '여기서 읽을 수 있는 파일이 아닙니다. Keras 3의 .keras 또는 .weights.h5 파일, TensorFlow.js 층 모델(zip, 또는 조각 파일과 함께 고른 model.json), 이 페이지의 실행(.alexlab)을 읽습니다.',
    'old-keras':
      'Keras 3 이전 버전 또는 예전 형식의 파일입니다. 그 버전에서 연 뒤 Keras 3에서 model.save("model.keras")로 저장하세요.',
    'missing-shard':
      'model.json에 적힌 가중치 파일이 빠졌습니다. model.json과 모든 .bin 파일을 함께 고르세요.',
    'not-offered': '이 실습실에 없는 층이 들어 있습니다.',
    differs: '이 실습실의 신경망이 아닙니다.',
    'not-finite': '유한하지 않은 값이 든 텐서가 있습니다.',
    missing:
      '이 서버에 모델 파일이 없습니다. 페이지를 올릴 때 빠졌으니 페이지 관리자에게 알리세요. 그동안 모델을 훈련하거나 파일을 열 수 있습니다.',
    network:
      '모델 파일을 받지 못했습니다. 네트워크가 없거나 연결이 끊겼습니다. 네트워크가 연결되면 다시 시도하세요.',
    altered: '받은 파일이 이 페이지 버전의 파일과 다릅니다(SHA-256). 페이지를 새로 고친 뒤 다시 시도하세요.',
    'missing-part':
      '이 기능에 필요한 페이지의 일부를 불러오지 못했습니다. 연결되어 있을 때 페이지를 새로 고친 뒤 다시 시도하세요.',
    'no-store':
      '이 브라우저에는 실행을 저장할 곳이 없습니다(비공개 창이거나, 쿠키가 차단되었거나, https가 아님).',
    'no-space': '저장할 공간이 부족합니다. 오래된 실행을 삭제해 공간을 확보하세요.',
    unreadable: '파일을 읽을 수 없습니다. 그사이 바뀌었거나 옮겨졌거나 삭제되었습니다.',
    busy: '다른 파일을 쓰거나 읽는 중입니다.',
    cancelled: '취소했습니다.',
    failed: '처리하지 못했습니다. 아래는 브라우저가 남긴 메시지입니다.',
  },
};

export const differences: Words<typeof source.differences> = {
  closest: '가장 가까운 신경망({{model}})과 비교하면:',
  'foreign-layer': '{{layer}}: 이 실습실에는 {{type}} 층이 없습니다',
  'missing-layer': '{{layer}} ({{type}}) 층이 빠져 있습니다',
  'extra-layer': '{{layer}} ({{type}}) 층이 하나 더 있습니다',
  'not-a-chain': '{{layer}} 층이 바로 앞 층의 출력만 받지 않습니다',
  setting: '{{layer}}: {{setting}} 값이 {{actual}}입니다(실습실의 값: {{expected}})',
  'missing-tensor': '{{tensor}} 텐서가 없습니다',
  'extra-tensor': '{{tensor}} 텐서가 하나 더 있습니다',
  shape: '{{tensor}} 텐서의 형태가 {{actual}}입니다(실습실의 형태: {{expected}})',
  dtype: '{{tensor}} 텐서의 자료형이 {{actual}}입니다(실습실의 자료형: {{expected}})',
  more: '그 밖에 {{n}}개가 더 있습니다.',
};

export const came: Words<typeof source.came> = {
  use: '이제 평가와 탐색에서 이 모델을 쓰고, 훈련에서 이어 갈 수 있습니다. 저장된 실행 목록에 보관됩니다.',
  form: '파일에 없는 실험 설정은 입력란의 값을 썼습니다.',
  state_other: '옵티마이저 상태도 함께 가져왔습니다. 지금까지 {{n}}번 갱신했습니다.',
  fresh: '옵티마이저 상태가 없어 훈련은 새 상태로 시작합니다.',
  'ignored-setting': '{{layer}}: {{setting}} 설정은 여기에 없고 훈련에만 쓰이므로 제외했습니다.',
  'optimizer-left': '옵티마이저 {{optimizer}}의 상태가 이 실습실의 옵티마이저와 맞지 않아 제외했습니다.',
  'schedule-left': '학습률 스케줄({{schedule}})은 제외하고 입력란의 스케줄을 씁니다.',
};
