import type { data as source } from '../en/data';
import type { Words } from '../en';

export const data: Words<typeof source> = {
  title: '데이터',
  lead: 'CIFAR-10: 열 가지 대상을 찍은 32 × 32픽셀 컬러 사진 60,000장.',
  status: {
    title: '이미지',
    waiting: '시트 목록을 기다리는 중',
    loading: '불러오는 중: {{total}}장 중 {{images}}장',
    checking: '이미지 {{total}}장을 분할하는 중',
    ready: '준비됨: 이미지 {{total}}장',
    failed: '실패: {{total}}장 중 {{images}}장',
    failedList: '실패: 시트 목록',
    progress: '다운로드',
    bytes: '{{total}} 중 {{bytes}}',
    left: '약 {{time}} 남음',
    sheets: '시트 {{sheets}} / {{total}}',
    cached: '브라우저 저장소에서 {{cached}}개',
    wall: '사각형 하나는 CIFAR-10에서 무손실로 잘라 낸 최대 1,000장의 시트입니다. 쓰기 전에 SHA-256을 확인합니다.',
    offline: {
      installing: '네트워크 없이도 열리도록 이 브라우저에 페이지를 저장하는 중입니다.',
      ready:
        '이 브라우저에 페이지를 저장했습니다. 네트워크 없이도 열리며, 이미 받은 이미지를 쓸 수 있습니다.',
      unavailable: '이 브라우저는 페이지를 저장하지 않습니다. 네트워크가 있어야 열립니다.',
    },
    failures: '일부 시트를 쓸 수 없습니다. 받은 시트는 그대로 두고, 다시 시도하면 나머지만 받습니다.',
    file: '시트',
    reason: '원인',
    reasons: {
      missing: '서버에 없음',
      network: '연결 실패',
      truncated: '중간에 끊김',
      altered: '공개된 파일과 내용이 다름(SHA-256)',
      undecodable: '읽을 수 없는 PNG',
    },
    more: '외 {{n}}개',
  },
  split: {
    title: '분할',
    note: '시드 {{seed}}',
    roles: {
      train: '신경망이 학습에 쓰는 이미지',
      val: '에포크가 끝날 때마다 확인만 하고 학습에는 쓰지 않는 이미지',
      test: '평가에서만 쓰는 이미지',
    },
    classes: '클래스별 이미지 수',
    class: '클래스',
    sharedIndices: '둘 이상의 부분에 속한 이미지 수:',
    disjoint: '세 부분에 겹치는 이미지가 없습니다. 모든 번호를 세어 확인했습니다.',
    sharedPixels: '서로 다른 부분에 있는, 픽셀이 똑같은 이미지 쌍의 수:',
    noDuplicates: '다른 부분의 이미지와 픽셀이 똑같은 이미지는 없습니다.',
    duplicates:
      'CIFAR-10 자체에 들어 있는 중복, 곧 번호만 다른 같은 사진입니다. 신경망이 이런 검증·테스트 이미지를 이미 알고 있을 수 있지만, 정확도는 많아야 그 비율만큼만 달라집니다.',
    waiting: '필요한 이미지를 모두 받으면 분할합니다.',
  },
  samples: {
    title: '표본',
    note: '레이블이 붙은 무작위 이미지',
    others: '다른 표본',
    number: '{{index}}번',
    waiting: '표본은 분할이 끝나면 나타납니다.',
    pixels:
      '각 이미지는 32 × 32픽셀이고 픽셀마다 3바이트(빨강, 초록, 파랑)입니다. 신경망이 받는 그대로, 보간하지 않고 보여 줍니다.',
  },
  citation:
    'A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 토론토 대학교 기술 보고서, 2009.',
  licence:
    '저자들은 인용을 요청할 뿐, 이미지의 라이선스는 밝히지 않았습니다. 이 페이지를 공개 주소에 올리면 이미지도 함께 배포하게 됩니다.',
};
